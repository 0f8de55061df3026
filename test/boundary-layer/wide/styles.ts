import { chance, type Data, type Mutable, pick, type Random, Raw } from '../made';

/** A stream of documents as a person might write it: blocks, quotes, anchors, comments, marks, whatever YAML allows. */
export function written(documents: readonly Mutable[], random: Random): string {
  const texts = documents.map((document) => {
    const text = [...document].map(([key, value]) => pair(keyText(key, random), value, 0, random)).join('');
    return chance(random, 0.2) ? `# a comment\n${text}` : text;
  });
  const start = chance(random, 0.2)
    ? pick(random, ['---\n', '# first\n---\n', '\ufeff', '\n\n', '--- # primary\n'])
    : '';
  const between = pick(random, ['---\n', '---\n', '---\n', '...\n---\n', '---   \n', '\n--- # next\n']);
  const whole = `${start}${texts.join(between)}${chance(random, 0.05) ? '...\n' : ''}`;
  const trimmed = chance(random, 0.1) ? whole.replace(/\n+$/, '') : whole;
  return chance(random, 0.1) ? trimmed.replaceAll('\n', '\r\n') : trimmed;
}

function keyText(key: string, random: Random): string {
  if (/^[a-z_]+$/i.test(key)) return chance(random, 0.05) ? `"${key}"` : chance(random, 0.03) ? `'${key}'` : key;
  return JSON.stringify(key);
}

function pair(key: string, value: Data, depth: number, random: Random): string {
  const pad = '  '.repeat(depth);
  const comment = chance(random, 0.03) ? '  # why' : '';
  if (value instanceof Map && value.size > 0 && chance(random, 0.8)) {
    const lines = [...value].map(([inner, one]) => pair(keyText(inner, random), one, depth + 1, random));
    return `${pad}${key}:${comment}\n${lines.join('')}`;
  }
  if (Array.isArray(value) && value.length > 0 && chance(random, 0.8)) {
    const deeper = chance(random, 0.5) ? 1 : 0;
    return `${pad}${key}:${comment}\n${value.map((item) => listItem(item, depth + deeper, random)).join('')}`;
  }
  if (typeof value === 'string' && chance(random, 0.15)) {
    const block = blockText(value, depth + 1, random);
    if (block !== undefined) return `${pad}${key}: ${block}`;
  }
  return `${pad}${key}: ${flow(value, random)}${comment}\n`;
}

function listItem(item: Data, depth: number, random: Random): string {
  const pad = '  '.repeat(depth);
  if (!(item instanceof Map) || item.size === 0 || chance(random, 0.15)) return `${pad}- ${flow(item, random)}\n`;
  const lines = [...item].map(([key, value]) => pair(keyText(key, random), value, depth + 1, random)).join('');
  return `${pad}- ${lines.slice((depth + 1) * 2)}`;
}

/** A literal or folded block, where the text can stand in one. */
function blockText(text: string, depth: number, random: Random): string | undefined {
  if (!/\s/.test(text) || /^\s|\s$|\t|\r/.test(text)) return undefined;
  const head = chance(random, 0.1) ? pick(random, ['|', '>', '|+']) : pick(random, ['|-', '>-']);
  return `${head}\n${text
    .split('\n')
    .map((line) => (line === '' ? '' : `${'  '.repeat(depth)}${line}`))
    .join('\n')}\n`;
}

function flow(value: Data, random: Random): string {
  if (value instanceof Raw) return value.text;
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${keyText(key, random)}: ${flow(inner, random)}`).join(', ')}}`;
  if (Array.isArray(value)) {
    const items = value.map((item) => flow(item, random));
    return chance(random, 0.1) && items.length > 0 ? `[${items.join(', ')},]` : `[${items.join(', ')}]`;
  }
  if (typeof value !== 'string') return String(value);
  if (/^[a-zA-Z_][\w /.@-]*$/.test(value) && !value.endsWith(' ') && chance(random, 0.7)) return value;
  if (!/[\n\\]/.test(value) && chance(random, 0.4)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}

/** What a person does to the text as a whole that is not about one value; each may be sound or not. */
const TEXT_SLIPS: readonly (readonly [string, (text: string, random: Random) => string])[] = [
  ['a mark at the end', (text) => `${text}\n---\n`],
  ['two marks', (text) => text.replace(/^---/m, '---\n---')],
  ['a comment as a document', (text) => `${text}\n---\n# nothing\n`],
  ['a list as a document', (text) => `${text}\n---\n- a\n`],
  ['a text as a document', (text) => `${text}\n---\nhello\n`],
  ['nothing at all', () => ''],
  ['comments alone', () => '# nothing\n'],
  ['a tab', (text) => text.replace(/^ {2}/m, '\t')],
  ['a key twice', (text) => text.replace(/^(name: .*)$/m, '$1\n$1')],
  ['an unknown tag', (text) => text.replace(/^name: /m, 'name: !mine ')],
  ['a known tag', (text) => text.replace(/^name: /m, 'name: !!str ')],
  ['an alias of nothing', (text) => text.replace(/^name: .*$/m, 'name: *nothing')],
  [
    'an anchor and its aliases',
    (text) => text.replace(/type: dummy/, 'type: &t dummy').replace(/^(\s+(?:- )?)type: dummy$/gm, '$1type: *t'),
  ],
  ['a merge', (text) => text.replace(/^(\s+)properties:\n(\s+)/m, '$1properties:\n$2<<: {pool: q, retries: 3}\n$2')],
  ['a version', (text) => `%YAML 1.1\n---\n${text}`],
  ['no blank after a colon', (text) => text.replace(/^(\s+\w+): /m, '$1:')],
  ['a quote left open', (text) => text.replace(/"/, '')],
  ['a bracket left open', (text) => text.replace(/[\]}]/, '')],
  ['deeper by one', (text) => text.replace(/^ {2}(\w+):/m, '   $1:')],
];

/** The text with one of these slips, and which. */
export function slippedText(text: string, random: Random): { readonly text: string; readonly slip: string } {
  const [slip, change] = pick(random, TEXT_SLIPS);
  return { text: change(text, random), slip };
}
