import type { Range } from '../text/range';
import type { FileOutline } from '../workflow/check';
import { absolute, type DocumentItem, sanitised, type YamlNode } from '../workflow/read';
import type { NameUse } from './names';

/**
 * The tasks that templates name to take what they returned: `ti.xcom_pull(task_ids='load')`, `ti.xcom_pull('load')`. Only what is spelt out and
 * is a node of the same document counts: of anything else the id in Airflow may be another.
 */
export function* handedOn({ file, documents }: FileOutline): Generator<NameUse> {
  if (!file.text.includes('xcom_pull')) return;
  for (const scope of documents) {
    const byId = new Map([...scope.byName.keys()].map((name) => [sanitised(name), name]));
    for (const node of scope.nodes) {
      for (const { id, range } of idsIn(node.item, file.text)) {
        const name = byId.get(id);
        if (name === undefined) continue;
        yield { name, range, written: range, spelling: 'id', kind: 'node', definition: false, scope };
      }
    }
  }
}

function* idsIn(item: DocumentItem, text: string): Generator<{ readonly id: string; readonly range: Range }> {
  for (const range of scalarsOf(item.map, item)) {
    const source = text.slice(range.start, range.end);
    for (const { index, 0: argument } of source.matchAll(ARGUMENT)) {
      for (const { index: at, groups } of argument.matchAll(ID)) {
        const { open = '', id = '' } = groups ?? {};
        const start = range.start + index + at + open.length;
        yield { id, range: { start, end: start + id.length } };
      }
    }
  }
}

/** Quotes as they stand in the source: escaped in a scalar in double quotes, doubled in one in single quotes. */
const QUOTE = `(?:\\\\?"|''?|\\\\')`;
const ARGUMENT = new RegExp(
  `(?:\\btask_ids\\s*=\\s*|\\bxcom_pull\\(\\s*)(?:\\[[^\\]]*\\]|${QUOTE}[\\w.-]+${QUOTE})`,
  'g',
);
const ID = new RegExp(`(?<open>${QUOTE})(?<id>[\\w.-]+)${QUOTE}`, 'g');

function* scalarsOf(node: YamlNode, owner: DocumentItem): Generator<Range> {
  if (node.kind === 'scalar') {
    if (node.type === 'text' && node.from === undefined) yield absolute(owner, node);
  } else if (node.kind === 'list') {
    for (const item of node.items) yield* scalarsOf(item, owner);
  } else if (node.kind === 'mapping') {
    for (const { value } of node.pairs) yield* scalarsOf(value, owner);
  }
}
