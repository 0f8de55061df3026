import type { Diagnostic } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import type { YamlScalar } from './node';
import { problem } from './problem';
import { isReadable, LONGEST_REPAIRED } from './syntax-repair';

/** A key that stood in its mapping before. */
export interface RepeatedKey {
  readonly key: YamlScalar;
  readonly first: YamlScalar;
}

/**
 * One finding for each key that stands twice; where a second item follows whose dash went missing, one for all of its
 * keys.
 */
export function repeatedKeys(repeated: readonly RepeatedKey[], text: string): readonly Diagnostic[] {
  const [first, ...others] = repeated;
  if (first?.key.text === 'name' && others.length > 0 && startsLine(text, first.key.start))
    return [missingDash(first, others, text)];
  return repeated.map((one) => ({
    ...problem(
      'duplicate-key',
      one.key,
      `The key "${one.key.text}" stands twice in this mapping; only the last one counts.`,
    ),
    help: 'Remove one of them.',
    related: relatedTo(one),
  }));
}

function missingDash(first: RepeatedKey, others: readonly RepeatedKey[], text: string): Diagnostic {
  const { key } = first;
  const last = others.at(-1)?.key.text ?? '';
  const names = [key.text, ...others.slice(0, -1).map((one) => one.key.text)].map((name) => `"${name}"`).join(', ');
  const found = {
    ...problem(
      'duplicate-key',
      key,
      `The keys ${names} and "${last}" stand twice in this mapping; only the last ones count. A "-" is missing before the second "name".`,
    ),
    help: 'Begin the next item with "- name", indented like the one above.',
    related: relatedTo(first),
  };
  const edits = [{ range: { start: key.start - 2, end: key.start }, text: '- ' }];
  const isRepair =
    text.slice(key.start - 2, key.start) === '  ' &&
    text.length <= LONGEST_REPAIRED &&
    isReadable(applyEdits(text, edits));
  return isRepair ? { ...found, fix: { title: 'Begin an item here', safety: 'unsafe', edits } } : found;
}

function relatedTo({ key, first }: RepeatedKey): NonNullable<Diagnostic['related']> {
  return [{ range: { start: first.start, end: first.end }, message: `"${key.text}" first stands here.` }];
}

function startsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}
