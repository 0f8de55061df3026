import type { Fix, RelatedPlace } from '../../text/diagnostic';
import { editDistance } from '../../text/edit-distance';
import { type Candidates, nearest } from '../../text/nearest';
import { type Range, shifted } from '../../text/range';
import type { Finding } from '../../text/rules';
import { contentRange, type YamlNode, type YamlScalar } from '../read';
import type { JoinedKey } from './meant-keys';

/**
 * A fix that replaces a mistyped name of a closed set by the nearest one: safe where only one name is a single slip
 * away, else a proposal. Nothing where no name is near. `offset` is that of the owner of the scalar, for findings whose
 * ranges are those of the file.
 */
export function renameTo(scalar: YamlScalar, names: Candidates, offset = 0): Fix | undefined {
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
export function proposeName(scalar: YamlScalar, names: Candidates, offset = 0): Fix | undefined {
  const fix = renameTo(scalar, names, offset);
  return fix === undefined ? undefined : { ...fix, safety: 'unsafe' };
}

/** A proposal to write another name. */
export function changeTo(scalar: YamlScalar, name: string): Fix | undefined {
  const range = contentRange(scalar);
  const title = `Change "${scalar.text}" to "${name}"`;
  return range === undefined ? undefined : { title, safety: 'unsafe', edits: [{ range, text: name }] };
}

/** Of a key that YAML reads together with its value: what is missing between them. */
export function withoutColon(key: YamlScalar, { word, missing }: JoinedKey): Finding {
  const isColon = missing === ':';
  const at = key.start + word.length + (isColon ? 0 : 1);
  return {
    message: isColon ? `A ":" is missing behind "${word}".` : `A blank is missing behind the ":" of "${word}".`,
    range: rangeOf(key),
    fix: {
      title: isColon ? 'Add ":"' : 'Add a blank',
      safety: 'unsafe',
      edits: [{ range: { start: at, end: at }, text: missing }],
    },
  };
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

/** The range of a node, without its content. */
export function rangeOf(node: Range): Range {
  return { start: node.start, end: node.end };
}

export const WRITTEN_HERE = 'It is written here.';

/** Of what an alias or merge key brings in: the place where it is written, as `related` of a finding. */
export function writtenElsewhere({ from }: Pick<YamlNode, 'from'>): { readonly related?: readonly RelatedPlace[] } {
  return from === undefined ? {} : { related: [{ range: from, message: WRITTEN_HERE }] };
}
