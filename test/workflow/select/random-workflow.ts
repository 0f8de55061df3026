import fc from 'fast-check';

/** A random workflow as text, in several layouts, with a comment of its own above and beside each node. */
export interface RandomWorkflow {
  readonly text: string;
  readonly names: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly section: 'before' | 'operators' | 'sub_dags' | 'after';
  readonly keys: readonly (readonly [string, string | readonly string[] | readonly (readonly string[])[]])[];
  readonly cases: readonly (readonly string[])[];
  readonly block: boolean;
}

type Dice = (bound: number) => number;

export const randomWorkflow: fc.Arbitrary<RandomWorkflow> = fc
  .tuple(fc.integer({ min: 2, max: 11 }), fc.infiniteStream(fc.nat(1_000_000)))
  .map(([size, stream]) => {
    const dice: Dice = (bound) => (stream.next().value ?? 0) % bound;
    const hasTarget = dice(3) === 0;
    const primary = randomDocument(size, '', hasTarget ? ['part', 'part'] : [], dice);
    const used = primary.some(({ section }) => section === 'sub_dags');
    const target = used ? randomDocument(1 + dice(4), 't', [], dice) : [];
    const text = [`name: random\nformat: 1\n${write(primary, dice)}`];
    if (used) text.push(`name: part\n${write(target, dice)}`);
    return { text: text.join('---\n'), names: [...primary, ...target].map(({ name }) => name) };
  });

const SECTIONS = ['before', 'operators', 'after'] as const;

function randomDocument(size: number, prefix: string, targets: readonly string[], dice: Dice): readonly Entry[] {
  const hasSections = dice(3) === 0;
  const left = [...targets];
  const drafts = Array.from({ length: size }, (_, index) => {
    const section = hasSections ? (SECTIONS[dice(3)] ?? 'operators') : 'operators';
    const target = section === 'operators' && dice(3) === 0 ? left.pop() : undefined;
    const kind =
      target === undefined ? (['task', 'task', 'task', 'branch', 'join', 'fail'][dice(6)] ?? 'task') : 'group';
    return { name: `${prefix}n${index}`, section, kind, target };
  });
  return drafts.map((draft, index) => {
    const near = drafts.filter(({ section }) => section === draft.section);
    const earlier = near
      .filter((other) => drafts.indexOf(other) < index && other.kind !== 'branch')
      .map(({ name }) => name);
    const later = near
      .filter((other) => drafts.indexOf(other) > index && other.kind !== 'join')
      .map(({ name }) => name);
    const some = (names: readonly string[]): string[] => names.filter(() => dice(3) === 0);
    const isJoin = draft.kind === 'join' && earlier.length > 0;
    const isBranch = draft.kind === 'branch';
    const kind = draft.kind === 'join' && !isJoin ? 'task' : draft.kind;
    // Controls lead forward and dependencies backward: what depends on this node by name is told apart by parity.
    const upstream = isJoin ? [] : some(earlier).filter((name) => parity(name, draft.name, drafts.length));
    const controlled = later.filter((name) => !parity(draft.name, name, drafts.length));
    const failing = isJoin || kind === 'fail' || dice(3) > 0 ? [] : some(controlled);
    const keys: (readonly [string, string | readonly string[] | readonly (readonly string[])[]])[] = [
      ['type', kind === 'task' ? 'bash' : kind === 'group' ? 'sub_dag' : kind],
    ];
    if (draft.target !== undefined) keys.push(['target', draft.target]);
    if (upstream.length > 0 || dice(6) === 0) if (!isJoin) keys.push(['upstream_dependencies', upstream]);
    if (failing.length > 0) keys.push(['on_failure', failing]);
    if (isBranch) keys.push(['otherwise', some(controlled)]);
    if (isJoin)
      keys.push(['paths', [some(earlier), some(earlier), earlier.slice(0, 1)].filter((path) => path.length > 0)]);
    const cases = isBranch ? Array.from({ length: 1 + dice(2) }, () => some(controlled)) : [];
    const section = draft.target === undefined ? draft.section : ('sub_dags' as const);
    if (kind === 'task')
      keys.push(['properties', dice(4) === 0 ? '{bash_command: x, trigger_rule: none_failed}' : '{bash_command: x}']);
    return { name: draft.name, section, keys, cases, block: dice(2) === 0 };
  });
}

/** Is the way between two nodes a dependency, or else a control edge? Never both. */
function parity(from: string, to: string, size: number): boolean {
  const numberOf = (name: string): number => Number(name.replace(/\D/gu, ''));
  return (numberOf(from) * 7 + numberOf(to) * 3 + size) % 3 !== 0;
}

function write(entries: readonly Entry[], dice: Dice): string {
  const lines: string[] = [];
  for (const section of ['before', 'operators', 'sub_dags', 'after'] as const) {
    const own = entries.filter((entry) => entry.section === section);
    if (own.length === 0) continue;
    lines.push(`${section}:`);
    for (const entry of own) {
      if (dice(4) === 0) lines.push('');
      lines.push(`# above ${entry.name}`, ...(entry.block ? writeBlock(entry, dice) : [writeFlow(entry)]));
    }
  }
  return `${lines.join('\n')}\n`;
}

function flow(value: string | readonly (string | readonly string[])[]): string {
  return typeof value === 'string' ? value : `[${value.map((item) => flow(item)).join(', ')}]`;
}

function writeFlow({ name, keys, cases }: Entry): string {
  const pairs = keys.map(([key, value]) => `${key}: ${flow(value)}`);
  if (cases.length > 0)
    pairs.push(`cases: [${cases.map((then) => `{when: "{{ x }}", then: ${flow(then)}}`).join(', ')}]`);
  return `- {name: ${name}, ${pairs.join(', ')}} # beside ${name}`;
}

function writeBlock({ name, keys, cases }: Entry, dice: Dice): readonly string[] {
  const lines = [`- name: ${name} # beside ${name}`];
  for (const [key, value] of keys) {
    const isList = typeof value !== 'string' && value.length > 0 && dice(2) === 0;
    if (!isList) lines.push(`  ${key}: ${flow(value)}${dice(4) === 0 ? ` # ${key} of ${name}` : ''}`);
    else lines.push(`  ${key}:`, ...value.map((item) => `  - ${flow(item)}`));
    if (dice(5) === 0) lines.push(`  # below ${key} of ${name}`);
  }
  if (cases.length > 0) lines.push('  cases:');
  for (const then of cases) lines.push('  - when: "{{ x }}"', `    then: ${flow(then)}`);
  return lines;
}
