import type { Fix } from '../../text/diagnostic';
import { editDistance, nearest } from '../../text/nearest';
import { type Range, shifted } from '../../text/range';
import type { YamlScalar } from '../read';

/**
 * A fix that replaces a mistyped name of a closed set by the nearest one: safe where only one name is a single slip
 * away, else a proposal. Nothing where no name is near. `offset` is that of the owner of the scalar, for findings whose
 * ranges are those of the file.
 */
export function renameTo(scalar: YamlScalar, names: Iterable<string>, offset = 0): Fix | undefined {
  const word = scalar.text;
  const range = contentRange(scalar);
  const [best, second] = nearest(word, names);
  if (best === undefined || range === undefined) return undefined;
  const certain = editDistance(word, best, 1) === 1 && (second === undefined || editDistance(word, second, 1) > 1);
  return {
    title: `Change "${word}" to "${best}"`,
    safety: certain && word.length > 3 ? 'safe' : 'unsafe',
    edits: [{ range: shifted(range, offset), text: best }],
  };
}

/** The same, as a proposal: for names that a person made up. */
export function proposeName(scalar: YamlScalar, names: Iterable<string>, offset = 0): Fix | undefined {
  const fix = renameTo(scalar, names, offset);
  return fix === undefined ? undefined : { ...fix, safety: 'unsafe' };
}

/** `fix` as an optional property. */
export function withFix(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}

/** `"a", "b" and "c"` */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop();
  if (last === undefined) return '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

/**
 * Where the text of a scalar stands, without quotes. Nothing where it stands elsewhere (it comes from an alias) or is
 * written in another way (escapes, several lines): such text is not changed.
 */
export function contentRange(scalar: YamlScalar): Range | undefined {
  const { start, end, text, plain } = scalar;
  if (plain) return end - start === text.length ? { start, end } : undefined;
  return end - start === text.length + 2 ? { start: start + 1, end: end - 1 } : undefined;
}

/** The range of a node, without its content. */
export function rangeOf(node: Range): Range {
  return { start: node.start, end: node.end };
}
