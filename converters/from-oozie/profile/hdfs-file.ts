import { concatTemplates, constantText, type Template, type TemplatePiece, textTemplate } from '../el/template';
import { type ShellVariables, shellWord } from '../shell';

/**
 * The path of a `<file>`, `<script>` or `<jar>` on HDFS: a relative one stands below the application's folder (Oozie 5.2
 * workflow specification, §3.2.2.1). The local name after `#` is left out unless `keepLink`.
 */
export function hdfsPath(template: Template, applicationPath: () => Template, keepLink = false): Template {
  const pieces = keepLink ? template.pieces : cutAt(template.pieces, '#').before;
  const [first] = pieces;
  const relative = first?.kind === 'text' && !/^(?:\/|[A-Za-z][\w+.-]*:)/.test(first.text);
  const path: Template = { ...template, pieces };
  return relative ? concatTemplates([applicationPath(), textTemplate('/'), path]) : path;
}

/** The name of such a file in the working folder as a shell word: what follows `#`, else the last part of the path. */
export function linkName(template: Template, variables: ShellVariables): string {
  const link = cutAt(template.pieces, '#');
  const pieces = link.after ?? afterLast(template.pieces, '/');
  if (pieces === undefined && constantText(template) === undefined) {
    return `"$(basename ${shellWord(template, variables)})"`;
  }
  return shellWord({ ...template, pieces: pieces ?? template.pieces }, variables);
}

function cutAt(
  pieces: readonly TemplatePiece[],
  sign: string,
): { readonly before: readonly TemplatePiece[]; readonly after: readonly TemplatePiece[] | undefined } {
  for (const [index, piece] of pieces.entries()) {
    const at = piece.kind === 'text' ? piece.text.indexOf(sign) : -1;
    if (piece.kind !== 'text' || at < 0) continue;
    const before = [...pieces.slice(0, index), ...text(piece.text.slice(0, at))];
    return { before, after: [...text(piece.text.slice(at + 1)), ...pieces.slice(index + 1)] };
  }
  return { before: pieces, after: undefined };
}

function afterLast(pieces: readonly TemplatePiece[], sign: string): readonly TemplatePiece[] | undefined {
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    const at = piece?.kind === 'text' ? piece.text.lastIndexOf(sign) : -1;
    if (piece?.kind === 'text' && at >= 0) return [...text(piece.text.slice(at + 1)), ...pieces.slice(index + 1)];
  }
  return undefined;
}

function text(value: string): TemplatePiece[] {
  return value === '' ? [] : [{ kind: 'text', text: value }];
}

/**
 * Permissions as a listing shows them, `-rwxr-x--x`, in octal: the command would take the text for rights to remove. Other
 * forms stay.
 */
export function octalMode(template: Template): Template {
  const listing = /^[-d]?([r-][w-][x-])([r-][w-][x-])([r-][w-][x-])$/.exec(constantText(template)?.trim() ?? '');
  if (listing === null) return template;
  const digits = listing
    .slice(1)
    .map((rights) => [...rights].reduce((sum, right) => sum * 2 + (right === '-' ? 0 : 1), 0));
  return textTemplate(digits.join(''));
}
