import type { Range } from './range';

/** `error`: it will not work or is unsafe. `warning`: it probably does not do what was meant. `info`: a matter of style. */
export type Severity = 'error' | 'warning' | 'info';

/** A change of one stretch of text. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** What `--fix` may apply: a safe fix keeps the meaning or is certainly what was meant, an unsafe one is a proposal. */
export type FixSafety = 'safe' | 'unsafe';

export interface Fix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
}

/** Another place that matters for a diagnostic: the first definition, the other tasks of a cycle. */
export interface RelatedPlace {
  /** The file; absent where it is the diagnostic's own. */
  readonly path?: string;
  readonly range: Range;
  readonly message: string;
}

/**
 * A finding about a text. The same object is printed by the command line and sent to editors.
 * Its range is as tight as the cause: never the rest of the document.
 */
export interface Diagnostic {
  /** The id of the rule: kebab-case, names the bad pattern. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, quoting the text, and why it matters. */
  readonly message: string;
  readonly range: Range;
  /** What to do about it. */
  readonly help?: string;
  readonly related?: readonly RelatedPlace[];
  readonly fix?: Fix;
  /** Another file to which what is wrong belongs: where an error is found in that file too, it says this as well. */
  readonly belongsTo?: string;
}

/** Where the documentation of a rule is to be read. */
export function ruleUrl(rule: string): string {
  return `https://github.com/dagport/dagport/blob/main/docs/${PROJECT_PAGES.get(rule) ?? `rules/${rule}.md`}`;
}

/** What is found in the files of a project, not in workflows, is told where these files are explained. */
const PROJECT_PAGES: ReadonlyMap<string, string> = new Map([
  ['project-configuration', 'configuration.md'],
  ['project-catalogue', 'composites.md'],
  ['needs-a-person', 'migration-report.md'],
]);

/** Order of reading: by place, then by rule. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
