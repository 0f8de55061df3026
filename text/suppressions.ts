import type { Diagnostic } from './diagnostic';
import { didYouMean } from './nearest';
import { type LineIndex, positionAt, type Range } from './range';
import { type RuleFacts, severityOf } from './rules';

/**
 * A comment that silences rules: `# dagport-ignore rule: reason` for its own line, or for the next one where it stands
 * alone; `# dagport-ignore-file rule: reason` for the file. Several rules are separated by commas.
 */
export interface Suppression {
  readonly scope: 'line' | 'file';
  /** The 0-based line that it silences; of no meaning for a file. */
  readonly line: number;
  readonly rules: readonly SuppressedRule[];
  /** Does it say why? */
  readonly explained: boolean;
  /** The whole comment. */
  readonly range: Range;
}

export interface SuppressedRule {
  readonly id: string;
  readonly range: Range;
}

/** How a language begins a comment: YAML `#`, Groovy `//`, XML `<!--`. */
export type CommentStart = '#' | '//' | '<!--';

const REQUEST = /dagport-ignore(-file)?[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)[ \t]*(:[^\n]*)?/y;

/** All suppressions of a text. Linear in its length. */
export function readSuppressions(text: string, lines: LineIndex, comment: CommentStart): readonly Suppression[] {
  const found: Suppression[] = [];
  for (let at = text.indexOf('dagport-ignore'); at >= 0; at = text.indexOf('dagport-ignore', at + 1)) {
    const start = commentStart(text, at, comment);
    REQUEST.lastIndex = at;
    const match = REQUEST.exec(text);
    if (start === undefined || match === null) continue;
    const { line } = positionAt(lines, start);
    const alone = text.slice(lines.starts[line] ?? 0, start).trim() === '';
    const end = comment === '<!--' ? endOfXmlComment(text, at) : at + match[0].trimEnd().length;
    const reason = (match[3] ?? '').slice(1).replace(/-->.*/, '');
    found.push({
      explained: /[^\s:*/]/.test(reason),
      scope: match[1] === undefined ? 'line' : 'file',
      line: alone ? nextLine(text, lines, line, comment) : line,
      rules: rulesIn(match[2] ?? '', at + match[0].indexOf(match[2] ?? '', 'dagport-ignore'.length)),
      range: { start, end },
    });
  }
  return found;
}

/** Where the comment of a request begins, if the request stands in one. */
function commentStart(text: string, request: number, comment: CommentStart): number | undefined {
  let before = request;
  while (before > 0 && /[ \t]/.test(text.charAt(before - 1))) before--;
  const start = before - comment.length;
  if (start < 0 || !text.startsWith(comment, start)) return undefined;
  return start === 0 || /\s/.test(text.charAt(start - 1)) ? start : undefined;
}

function endOfXmlComment(text: string, from: number): number {
  const close = text.indexOf('-->', from);
  return close < 0 ? text.length : close + 3;
}

/** The next line that holds more than a comment. */
function nextLine(text: string, lines: LineIndex, line: number, comment: CommentStart): number {
  for (let next = line + 1; next < lines.starts.length; next++) {
    const content = text.slice(lines.starts[next] ?? 0, lines.starts[next + 1] ?? text.length).trim();
    if (content !== '' && !content.startsWith(comment)) return next;
  }
  return line;
}

function rulesIn(list: string, offset: number): readonly SuppressedRule[] {
  return [...list.matchAll(/[a-z0-9-]+/g)].map((match) => {
    const start = offset + match.index;
    return { id: match[0], range: { start, end: start + match[0].length } };
  });
}

/** The rules about suppressions themselves cannot be suppressed. */
export const unusedSuppression: RuleFacts = {
  id: 'unused-suppression',
  category: 'suspicious',
  documentation: {
    summary: 'A comment silences a rule that finds nothing there.',
    why: 'The reason for it is gone, or its rule is misspelt; left in place it would hide the next mistake.',
    bad: `name: orders
operators:
# dagport-ignore unknown-type: our own operator
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    fixSafety: 'Safe: the comment has no effect.',
  },
};

export const unexplainedSuppression: RuleFacts = {
  id: 'unexplained-suppression',
  category: 'style',
  documentation: {
    summary: 'A comment silences a rule and does not say why.',
    why: 'Who reads it later cannot tell whether the reason still holds, and leaves it for ever.',
    bad: `name: orders
operators:
# dagport-ignore unlisted-type
- {name: load, type: acme.operators.LoadOperator}
`,
    good: `name: orders
operators:
# dagport-ignore unlisted-type: the package of our team, which is not published
- {name: load, type: acme.operators.LoadOperator}
`,
  },
};

/** The diagnostics that no suppression silences, and one for each suppressed rule that silences nothing. */
export function applySuppressions(
  diagnostics: readonly Diagnostic[],
  suppressions: readonly Suppression[],
  source: { readonly text: string; readonly lines: LineIndex },
  knownRules: ReadonlySet<string>,
): readonly Diagnostic[] {
  const misspelt = misspeltRequests(source.text, suppressions);
  if (suppressions.length === 0) return [...diagnostics, ...misspelt];
  const requests = new Map<string, SuppressedRule[]>();
  for (const suppression of suppressions) {
    for (const rule of suppression.rules) {
      const key = keyOf(suppression.scope, rule.id, suppression.line);
      requests.set(key, [...(requests.get(key) ?? []), rule]);
    }
  }
  const used = new Set<SuppressedRule>();
  const kept = diagnostics.filter((diagnostic) => {
    const { line } = positionAt(source.lines, diagnostic.range.start);
    const hits = [
      ...(requests.get(keyOf('line', diagnostic.rule, line)) ?? []),
      ...(requests.get(keyOf('file', diagnostic.rule, line)) ?? []),
    ];
    for (const hit of hits) used.add(hit);
    return hits.length === 0;
  });
  return [
    ...kept,
    ...misspelt,
    ...suppressions.flatMap((suppression) => [
      ...reportUnused(suppression, used, source.text, knownRules),
      ...reportUnexplained(suppression, used),
    ]),
  ];
}

/** What looks like a request, in a comment that holds nothing else before it. */
const LIKE_A_REQUEST =
  /(?<=^|[ \t])(?:#|\/\/|<!--)[ \t]*(dagport[-_: ]?(?:ignore|ignor|ingore|igonre|disable|suppress|noqa|nolint)(?:[-_](?:files?|line|next-line))?)(?::?[ \t]+[a-z0-9]+(?:[-_][a-z0-9]+)+|:[^\n]*$|[ \t]*$)/gim;

/** Comments that were meant as requests and are none: nothing would say so, and what they were to silence is told. */
function misspeltRequests(text: string, suppressions: readonly Suppression[]): readonly Diagnostic[] {
  if (!/dagport/i.test(text)) return [];
  return [...text.matchAll(LIKE_A_REQUEST)].flatMap((match): readonly Diagnostic[] => {
    const [whole, word = ''] = match;
    const start = match.index;
    if (suppressions.some(({ range }) => range.start <= start && start < range.end)) return [];
    const meant = /files?$/.test(word) ? 'dagport-ignore-file' : 'dagport-ignore';
    const isNameless = /(?:ignore|ignore-file):?[ \t]*$/.test(whole);
    return [
      {
        rule: unusedSuppression.id,
        severity: severityOf(unusedSuppression.category),
        message: isNameless
          ? 'This comment names no rule, so it silences nothing.'
          : `This comment silences nothing: it has to begin with "${meant}".`,
        range: { start, end: start + whole.trimEnd().length },
        help: `Write "${meant} RULE: why".`,
      },
    ];
  });
}

/** Of a comment that silences nothing it does not matter why. */
function reportUnexplained(
  { rules, explained, range }: Suppression,
  used: ReadonlySet<SuppressedRule>,
): readonly Diagnostic[] {
  if (explained || !rules.some((rule) => used.has(rule))) return [];
  const ids = rules.map(({ id }) => id).join(', ');
  return [
    {
      rule: unexplainedSuppression.id,
      severity: severityOf(unexplainedSuppression.category),
      message: `This comment silences ${ids} and does not say why.`,
      range,
      help: `Write the reason behind a colon: "dagport-ignore ${ids}: …".`,
    },
  ];
}

function keyOf(scope: Suppression['scope'], rule: string, line: number): string {
  return scope === 'file' ? `file ${rule}` : `${line} ${rule}`;
}

function reportUnused(
  suppression: Suppression,
  used: ReadonlySet<SuppressedRule>,
  text: string,
  knownRules: ReadonlySet<string>,
): readonly Diagnostic[] {
  const unused = suppression.rules.filter((rule) => !used.has(rule));
  const left = suppression.rules.filter((rule) => used.has(rule)).map((rule) => rule.id);
  const edit =
    left.length === 0
      ? { range: withItsLine(suppression.range, text), text: '' }
      : { range: listRange(suppression), text: left.join(', ') };
  return unused.map(({ id, range }) => ({
    rule: unusedSuppression.id,
    severity: severityOf(unusedSuppression.category),
    message: knownRules.has(id)
      ? `"${id}" finds nothing ${suppression.scope === 'file' ? 'in this file' : 'on this line'}, so this comment silences nothing.`
      : `No rule has the id "${id}", so this comment silences nothing.${didYouMean(id, knownRules)}`,
    range,
    fix: { title: 'Remove what is not used', safety: 'safe', edits: [edit] },
  }));
}

function listRange(suppression: Suppression): Range {
  return {
    start: suppression.rules[0]?.range.start ?? suppression.range.start,
    end: suppression.rules.at(-1)?.range.end ?? suppression.range.end,
  };
}

/** A comment with the blanks before it, and with its line where it stands alone on it. */
function withItsLine(range: Range, text: string): Range {
  let { start, end } = range;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start--;
  const alone = start === 0 || text.charAt(start - 1) === '\n';
  if (alone && text.startsWith('\r', end)) end++;
  if (alone && text.startsWith('\n', end)) end++;
  return { start, end };
}
