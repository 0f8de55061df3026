import { sanitised } from '../read';

/** Comments, blank lines and the mark of the first document. */
const HEAD = /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\n|---[^\n]*\n)*/;
const NAME = /^name[ \t]*:[ \t]+(?:"([^"\\\n]+)"|'([^'\n]+)'|([^\s#"'&*!|>{[][^#\n]*))/m;

/**
 * The id of the DAG that a workflow becomes, by a look at its lines: of hundreds of files that is all that one has to know of
 * the others. Nothing where it is a composite, or has no plain name.
 */
export function dagIdIn(text: string): string | undefined {
  const start = HEAD.exec(text)?.[0].length ?? 0;
  const primary = text.slice(start, endOfDocument(text, start));
  if (/^kind[ \t]*:/m.test(primary)) return undefined;
  const name = NAME.exec(primary);
  const written = (name?.[1] ?? name?.[2] ?? name?.[3])?.trim();
  return written === undefined || written === '' ? undefined : sanitised(written);
}

function endOfDocument(text: string, start: number): number {
  for (let line = text.indexOf('\n---', start); line >= 0; line = text.indexOf('\n---', line + 1)) {
    if (/^(?:[ \t\r\n]|$)/.test(text.slice(line + 4, line + 5))) return line;
  }
  return text.length;
}

/**
 * For each of these workflows, in order, the path of an earlier one that becomes a DAG of the same id.
 */
export function twinsOf(
  workflows: readonly { readonly path: string; readonly text: string }[],
): readonly (string | undefined)[] {
  const first = new Map<string, string>();
  return workflows.map(({ path, text }) => {
    const id = dagIdIn(text);
    if (id === undefined) return undefined;
    const twin = first.get(id);
    if (twin === undefined) first.set(id, path);
    return twin;
  });
}
