import type { DocumentEntry, WorkflowDocument, WorkflowFile, YamlNode, YamlScalar } from '../../../workflow/read';

/** A value with its type, in the form that `load_yaml.py` writes. */
export type Shape =
  | 'null'
  | 'timestamp'
  | { readonly boolean: boolean }
  | { readonly integer: string }
  | { readonly number: string }
  | { readonly text: string }
  | { readonly mapping: readonly (readonly [string, Shape])[] }
  | readonly Shape[];

/** The documents of a file with the types of their values. */
export function shapeOfFile(file: WorkflowFile): readonly Shape[] {
  return file.documents.map((document) =>
    document.entries.length === 0
      ? 'null'
      : mappingOf(document.entries.map((entry) => [shapeOf(entry.key), shapeOfEntry(document, entry)])),
  );
}

function shapeOfEntry(document: WorkflowDocument, entry: DocumentEntry): Shape {
  if (entry.value !== undefined) return shapeOf(entry.value);
  const items = document.items.filter((item) => item.section === entry.key.text);
  return items.length === 0 ? 'null' : items.map((item) => shapeOf(item.map));
}

function shapeOf(node: YamlNode): Shape {
  if (node.kind === 'list') return node.items.map(shapeOf);
  if (node.kind === 'mapping') return mappingOf(node.pairs.map((pair) => [shapeOf(pair.key), shapeOf(pair.value)]));
  return node.kind === 'scalar' ? shapeOfScalar(node) : 'null';
}

/** The last pair of a key counts, as in a dictionary. */
function mappingOf(pairs: readonly (readonly [Shape, Shape])[]): Shape {
  const byKey = new Map(pairs.map(([key, value]) => [inPython(key), value]));
  return { mapping: [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** The JSON that Python writes. */
function inPython(shape: Shape): string {
  return JSON.stringify(shape)
    .replace(/^\{"(\w+)":/, '{"$1": ')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function shapeOfScalar(scalar: YamlScalar): Shape {
  switch (scalar.type) {
    case 'null':
    case 'timestamp':
      return scalar.type;
    case 'boolean':
      return { boolean: scalar.value === true };
    case 'integer':
      return { integer: String(scalar.value) };
    case 'number':
      return { number: bitsOf(Number(scalar.value)) };
    case 'text':
      return { text: scalar.text };
  }
}

function bitsOf(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}
