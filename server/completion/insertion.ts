import { isPlain, writeText } from '../../workflow/write';
import type { Candidate } from './candidate';
import type { EmbeddedGap } from './embedded';
import type { Gap } from './gap';
import { escapeSnippet } from './skeleton';

/** What fills a gap. */
export interface Insertion {
  readonly text: string;
  /** Is it a snippet, with places to go on at? */
  readonly snippet: boolean;
}

/** A key with its colon, a name in the quotes that it has or needs. */
export function insertion(candidate: Candidate, gap: Gap, text: string, snippets: boolean): Insertion {
  if (gap.kind === 'value') return { text: valueText(candidate, gap, text) + gap.after, snippet: false };
  const key = gap.json ? JSON.stringify(candidate.label) : writeText(candidate.label, gap.flow ? 'flow' : 'block');
  if (gap.hasColon) return { text: key, snippet: false };
  const brackets = candidate.shape === 'list' ? '[$0]' : candidate.shape === 'mapping' && gap.flow ? '{$0}' : undefined;
  if (brackets !== undefined && snippets) {
    return { text: `${escapeSnippet(key)}: ${brackets}${gap.after}`, snippet: true };
  }
  if (gap.after !== '' && snippets) return { text: `${escapeSnippet(key)}: $0${gap.after}`, snippet: true };
  return { text: candidate.shape === 'mapping' && !gap.flow ? `${key}:` : `${key}: ${gap.after}`, snippet: false };
}

/** Texts that mean something else than text, where they are meant so. */
const NO_TEXTS: ReadonlySet<string> = new Set(['true', 'false', '1']);

function valueText({ label, kind }: Candidate, gap: Gap, text: string): string {
  if (kind === 'value' && NO_TEXTS.has(label)) return label;
  const context = gap.flow ? 'flow' : 'block';
  const quote = text.charAt(gap.range.start);
  if (gap.json) return JSON.stringify(label);
  if (quote === '"' && isPlain(label, context)) return `"${label}"`;
  if (quote === "'" && isPlain(label, context)) return `'${label}'`;
  return writeText(label, context);
}

/** A name inside of brackets; what is called with a text gets quotes other than those around. */
export function embeddedInsertion(candidate: Candidate, gap: EmbeddedGap, snippets: boolean): Insertion {
  const { label, call } = candidate;
  if (call === undefined || !snippets || /^\s*\(/.test(gap.after)) return { text: label, snippet: false };
  const quote = gap.quote === "'" ? '"' : "'";
  return { text: `${escapeSnippet(label)}(${call}=${quote}$1${quote})$0`, snippet: true };
}
