import { folderOf } from '../../text/path';
import { indexLines } from '../../text/range';
import { code, plain } from '../markdown';
import type { Files } from '../project';
import { sidecarUri } from '../sidecar-pointers';

/** A place of a legacy definition. Lines are 1-based. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** Where a task of a migrated workflow comes from, by the sidecar beside it: its file, line and text, linked where it is found. */
export async function aboutSource(files: Files, uri: string, pointer: string): Promise<string | undefined> {
  const sidecar = sidecarUri(uri);
  const text = sidecar === undefined ? undefined : await files.readText(sidecar);
  const place = text === undefined ? undefined : placeIn(text, pointer);
  if (place === undefined) return undefined;
  const found = await sourceFile(files, uri, place.file);
  const name = `${plain(place.file)}, line ${place.line}`;
  if (found === undefined) return `Migrated from ${name}.`;
  const start = indexLines(found.text).starts[place.line - 1] ?? 0;
  const line = /^[^\r\n]*/.exec(found.text.slice(start, start + LONGEST))?.[0].trim() ?? '';
  return `Migrated from [${name}](${found.uri}#L${place.line}): ${code(line)}`;
}

const LONGEST = 160;

/** The source of a pointer. Only its own entry of the map is parsed: a sidecar may be large. */
export function placeIn(sidecar: string, pointer: string): SourcePlace | undefined {
  const quoted = JSON.stringify(pointer);
  for (let at = sidecar.indexOf(quoted); at >= 0; at = sidecar.indexOf(quoted, at + 1)) {
    const start = sidecar.lastIndexOf('{', at);
    const isKey = /^\{\s*"pointer"\s*:\s*$/.test(sidecar.slice(start, at));
    const entry: unknown = isKey ? parsed(sidecar.slice(start, endOfObject(sidecar, start))) : undefined;
    const place = placeOf(entry);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The whole map of a sidecar: pointers of the workflow, and the places of its source. Empty where it cannot be read. */
export function mapOf(sidecar: string): readonly { readonly pointer: string; readonly construct: string }[] {
  const map = property(parsed(sidecar), 'map');
  return (Array.isArray(map) ? map : []).flatMap((entry: unknown) => {
    const [pointer, construct] = [property(entry, 'pointer'), property(entry, 'construct')];
    return typeof pointer === 'string' && typeof construct === 'string' ? [{ pointer, construct }] : [];
  });
}

function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at);
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === '"') return at;
  }
  return text.length;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a person changed it
  }
}

function placeOf(entry: unknown): SourcePlace | undefined {
  const source = property(entry, 'source');
  const file = property(source, 'file');
  const line = property(property(property(source, 'range'), 'start'), 'line');
  return typeof file === 'string' && typeof line === 'number' ? { file, line } : undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** The legacy file, where it still stands beside the workflow: paths begin with its folder, or with one further up. */
export async function sourceFile(
  { readText }: Files,
  workflow: string,
  path: string,
): Promise<{ readonly uri: string; readonly text: string } | undefined> {
  const folder = folderOf(workflow);
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  if (steps.includes('..')) return undefined;
  for (let from = 0; from < steps.length; from++) {
    const uri = folder + steps.slice(from).map(encodeURIComponent).join('/');
    const text = await readText(uri);
    if (text !== undefined) return { uri, text };
  }
  return undefined;
}
