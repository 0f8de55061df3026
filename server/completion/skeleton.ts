import { valueAt } from '../../workflow/read';
import type { Candidate, Sources } from './candidate';
import type { Gap } from './gap';
import { parametersByName } from './parameters';

/**
 * What follows a type in a snippet: `properties` with what is required, where the item has none yet and stands in block
 * layout; nothing where nothing is required. Lines are indented as they have to stand in the file.
 */
export function skeletonOf(candidate: Candidate, gap: Gap, text: string, sources: Sources): string | undefined {
  const { place, way, flow } = gap;
  const { item } = place;
  if (candidate.kind !== 'type' || item === undefined || flow || way.length !== 3 || way[2] !== 'type')
    return undefined;
  if (valueAt(item.map, 'properties') !== undefined || !endsLine(text, gap.range.end)) return undefined;
  const parameters = parametersByName(item.section, candidate.label, sources.catalogue, sources.composites);
  const required = [...new Set(parameters.values())].filter((parameter) => parameter.required);
  if (required.length === 0) return undefined;
  const margin = ' '.repeat(item.map.start - (lineStart(text, item.offset + item.map.start) - item.offset));
  const lines = required.map(({ name }, index) => `${margin}  ${escapeSnippet(name)}: $${index + 1}`);
  return `\n${margin}properties:\n${lines.join('\n')}`;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function endsLine(text: string, offset: number): boolean {
  return /^[ \t]*(?:\r?\n|$)/.test(text.slice(offset, offset + 200));
}

/** Text as it has to stand in a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
