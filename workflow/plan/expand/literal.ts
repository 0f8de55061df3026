import type { YamlNode, YamlScalar } from '../../read';
import { isPythonNumber } from './values';

/** A value inside other text: text as it is, numbers as written, mappings and lists as JSON (format.md, "Composites"). */
export function inText(node: YamlNode): string {
  if (node.kind === 'scalar') return node.type === 'boolean' ? String(node.value) : node.text;
  return inJson(node);
}

/** JSON of a value, with its numbers as they are written. */
function inJson(node: YamlNode): string {
  if (node.kind === 'list') return `[${node.items.map(inJson).join(',')}]`;
  if (node.kind === 'mapping') {
    return `{${node.pairs.map(({ key, value }) => `${JSON.stringify(key.text)}:${inJson(value)}`).join(',')}}`;
  }
  if (node.kind === 'alias' || node.value === null) return 'null';
  return typeof node.value === 'string' ? JSON.stringify(node.value) : inNumber(node, String(node.value));
}

/** A value as a literal of Python, which is one of Jinja as well. */
export function inPython(node: YamlNode): string {
  if (node.kind === 'list') return `[${node.items.map(inPython).join(', ')}]`;
  if (node.kind === 'mapping') {
    return `{${node.pairs.map(({ key, value }) => `${pythonText(key.text)}: ${inPython(value)}`).join(', ')}}`;
  }
  if (node.kind === 'alias' || node.value === null) return 'None';
  if (typeof node.value === 'boolean') return node.value ? 'True' : 'False';
  return typeof node.value === 'string' ? pythonText(node.value) : inNumber(node, String(node.value));
}

function inNumber(node: YamlScalar, value: string): string {
  return node.type === 'number' && isPythonNumber(node.text) ? node.text.replaceAll('_', '') : value;
}

/** JSON's text literals are Python's, too; what would end a verbatim block is written by its code. */
export function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll('>', '\\u003e').replaceAll('<', '\\u003c');
}

/** The same with the quotes that need fewer escapes, as `ruff format` has it: for what is written outside of texts. */
export function neatPythonText(text: string): string {
  const written = pythonText(text);
  if (text.split('"').length <= text.split("'").length) return written;
  const inner = written
    .slice(1, -1)
    .replace(/\\.|'/g, (found) => (found === '\\"' ? '"' : found === "'" ? "\\'" : found));
  return `'${inner}'`;
}
