import { describe, expect, test } from 'vitest';
import { checkWorkflow } from '../../../workflow/check';
import { authoredGraph, expandedGraph, planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { pruneWorkflow, type SelectionTexts, selectNodes } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';

const NODES = `operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: choose, type: branch, upstream_dependencies: [load], cases: [{when: "{{ params.x }}", then: [full]}], otherwise: [delta]}
- {name: full, type: bash, properties: {bash_command: full}}
- {name: delta, type: bash, properties: {bash_command: delta}}
- {name: gather, type: join, paths: [[full, delta]]}
- {name: publish, type: bash, upstream_dependencies: [gather, part], properties: {bash_command: publish}}
sub_dags:
- {name: part, type: sub_dag, target: part, upstream_dependencies: [load]}
---
name: part
operators:
- {name: inner, type: bash, properties: {bash_command: inner}}
`;

/** A workflow with these waves. */
function staged(waves: string): string {
  return `name: orders\nformat: 1\n${waves}${NODES}`;
}

const THREE = `# how far the migration is
waves:
# the start
- {name: one, select: "load"}
- name: two # alternatives
  select: "load+ full delta,type:bash"
- {name: rest, select: "+publish"}
`;

/** What is left of a text. */
function pruned(text: string, texts: SelectionTexts): string {
  const file = readWorkflow('x.workflow.yaml', text);
  const { keep, problems } = selectNodes(file, texts, CATALOGUE);
  expect(problems).toEqual([]);
  const result = pruneWorkflow(file, keep, CATALOGUE);
  if (!result.ok) return result.problems.map(({ message }) => `! ${message}`).join('\n');
  const found = checkWorkflow(readWorkflow('x.workflow.yaml', result.text), { catalogue: CATALOGUE });
  expect(found.filter(({ rule }) => /wave/u.test(rule))).toEqual([]);
  return result.text;
}

/** The part of a text above its nodes. */
function head(text: string): string {
  return text.slice(text.indexOf('format: 1\n') + 10, text.indexOf('operators:'));
}

function namesIn(text: string): string {
  return [...text.matchAll(/name: (\w+), type/gu)].map(([, name]) => name).join(' ');
}

describe('--wave builds a wave and those before it', () => {
  const waves = `waves:
- {name: one, select: "load"}
- {name: two, select: "full part"}
- {name: three, select: "+publish"}
`;
  test.each([
    ['one', 'load choose gather'],
    ['two', 'load choose full gather part inner'],
    ['three', 'load choose full delta gather publish part inner'],
  ])('%s', (wave, expected) => expect(namesIn(pruned(staged(waves), { wave }))).toBe(expected));

  test('with what else is selected', () => {
    expect(namesIn(pruned(staged(waves), { wave: 'two', select: 'full', exclude: 'load' }))).toBe('choose full gather');
  });

  test('a name that no wave has is a problem; a workflow without waves is built whole', () => {
    const file = readWorkflow('x.workflow.yaml', staged(waves));
    const { problems } = selectNodes(file, { wave: 'tow' }, CATALOGUE);
    expect(problems.map(({ message, of }) => `${of}: ${message}`)).toEqual([
      'wave: there is no wave "tow". Did you mean "two"?',
    ]);
    const whole = readWorkflow('x.workflow.yaml', staged(''));
    expect(selectNodes(whole, { wave: 'two' }, CATALOGUE).keep.size).toBe(8);
  });
});

describe('the waves of what is left', () => {
  test.each<[string, string, string, string]>([
    ['stay as they are while they say the same', 'part.inner', THREE, THREE],
    ['go where nothing of them is left', 'publish', THREE, THREE.replace('- {name: rest, select: "+publish"}\n', '')],
    [
      'name what is left where they named what is gone',
      'load',
      'waves: [{name: one, select: "load full"}, {name: two, select: "load+"}]\n',
      'waves: [{name: one, select: full}, {name: two, select: choose delta gather publish part}]\n',
    ],
    [
      'go with their key where nothing is left of any',
      'load',
      '# how far\nwaves:\n- {name: one, select: load}\n',
      '# how far\n',
    ],
    [
      'take in what stands for a node that is gone',
      'full',
      'waves:\n- {name: one, select: "load full"}\n- {name: two, select: "+publish"}\n',
      'waves:\n- {name: one, select: load pruned-full}\n- {name: two, select: "+publish"}\n',
    ],
  ])('%s', (_, exclude, waves, expected) => expect(head(pruned(staged(waves), { exclude }))).toBe(expected));
});

test('what is left of a wave is named by a term that selects it, whatever its name holds', () => {
  const text = `name: x
format: 1
waves:
- {name: one, select: "type:bash+"}
- {name: rest, select: "*"}
operators:
- {name: load, type: bash, properties: {bash_command: x}}
- {name: "all, at once", type: dummy, upstream_dependencies: [load]}
- {name: other, type: dummy}
`;
  expect(head(pruned(text, { exclude: 'load' }))).toBe(
    'waves:\n- {name: one, select: "all??at?once"}\n- {name: rest, select: "*"}\n',
  );
});

describe('pictures know the waves', () => {
  const file = readWorkflow('x.workflow.yaml', staged(THREE));
  test('as written, and as Airflow loads it', () => {
    const wavesOf = (nodes: readonly { readonly id: string; readonly wave?: string }[]): readonly string[] =>
      nodes.map(({ id, wave }) => `${id} ${wave ?? '-'}`);
    const authored = authoredGraph(file, CATALOGUE);
    expect(wavesOf(authored.nodes)).toContain('operators/load one');
    expect(wavesOf(authored.nodes)).toContain('part/operators/inner two');
    const { plan } = planWorkflow(file, { catalogue: CATALOGUE });
    const expanded = plan === undefined ? undefined : expandedGraph(file, plan);
    expect(wavesOf(expanded?.nodes ?? [])).toContain('load one');
    expect(wavesOf(expanded?.nodes ?? [])).toContain('part.inner two');
  });
});
