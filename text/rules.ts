import { coverage } from './coverage';
import type { Diagnostic, Fix, RelatedPlace, Severity } from './diagnostic';
import type { Range } from './range';

/**
 * What kind of trouble a rule finds; it fixes the severity. `correctness`: it will not work. `security`: it is unsafe.
 * `migration`: it will stop working with another version. `suspicious`: it probably does not do what was meant.
 */
export type Category = 'correctness' | 'security' | 'migration' | 'suspicious' | 'style';

export function severityOf(category: Category): Severity {
  if (category === 'correctness' || category === 'security') return 'error';
  return category === 'style' ? 'info' : 'warning';
}

/** The one text about a rule: its page, the hover over its id and `dagport explain` all show it. Markdown. */
export interface RuleDocumentation {
  /** What the rule finds, in one sentence. */
  readonly summary: string;
  /** Why that is bad. */
  readonly why: string;
  /** The file of a composite that both examples use; absent where they use none. */
  readonly composite?: string;
  /** Plugins of boundary-layer that the project of both examples names. */
  readonly plugins?: readonly string[];
  /** Another workflow of the project of both examples: its path. */
  readonly twin?: string;
  /** A whole file in which the rule, and no other, finds something. */
  readonly bad: string;
  /** The same file as it should be: no rule finds anything. */
  readonly good: string;
  /** Whether its fix is safe, and why; absent where it has none. */
  readonly fixSafety?: string;
  /** Which targets it concerns; absent where all. */
  readonly targets?: string;
}

export interface RuleFacts {
  /** Kebab-case; names the bad pattern. */
  readonly id: string;
  readonly category: Category;
  readonly documentation: RuleDocumentation;
  /** Ids of rules whose findings are the cause of what this rule would find at the same place. */
  readonly silencedBy?: readonly string[];
}

/**
 * A rule over the parts of a language: `Inputs` names the scopes (an item, a document, a file) and what a check of each
 * is given. A rule has a check for each scope that it looks at. Checks are pure.
 */
export interface Rule<Inputs> extends RuleFacts {
  /**
   * Texts without all of which there is nothing to find: a part in whose source none of them stands is not looked at.
   * Absent, all parts are.
   */
  readonly mentions?: readonly string[];
  readonly check: { readonly [Scope in keyof Inputs]?: (input: Inputs[Scope]) => Iterable<Finding> };
}

/** What a rule found. Its rule and severity follow from the rule. */
export interface Finding {
  readonly message: string;
  readonly range: Range;
  readonly help?: string;
  readonly related?: readonly RelatedPlace[];
  readonly fix?: Fix;
  /** Where it weighs less than the rule: what an older language takes, for instance. Absent, the rule's. */
  readonly category?: Category;
  /** The stretch in which it is the cause of other findings; absent, its range. */
  readonly covers?: Range;
  /** Is its own cause told elsewhere, in another file? Then it silences others and is not told itself. */
  readonly toldElsewhere?: boolean;
}

/** A diagnostic with the stretch in which it may be the cause of others, and whether that is all that it is for. */
export interface Found {
  readonly diagnostic: Diagnostic;
  readonly covers: Range;
  readonly toldElsewhere?: boolean;
}

/** The rules that look at one scope, each with its check. */
export type ScopeChecks<Input> = readonly {
  readonly rule: RuleFacts & Pick<Rule<unknown>, 'mentions'>;
  readonly check: (input: Input) => Iterable<Finding>;
}[];

/** Picks the checks of a scope out of all rules: once, for thousands of parts are checked by them. */
export function checksOf<Inputs, Scope extends keyof Inputs>(
  rules: readonly Rule<Inputs>[],
  scope: Scope,
): ScopeChecks<Inputs[Scope]> {
  return rules.flatMap((rule) => {
    const check = rule.check[scope];
    return check === undefined ? [] : [{ rule, check }];
  });
}

/**
 * Those of the checks that may find something in a whole whose text is `source`, or in any part of it: the others mention
 * what does not stand there. Absent, the text does not say all, and all checks are left.
 */
export function checksWithin<Input>(checks: ScopeChecks<Input>, source: string | undefined): ScopeChecks<Input> {
  if (source === undefined) return checks;
  const stands = new Map<string, boolean>();
  const isThere = (text: string): boolean => {
    const known = stands.get(text) ?? source.includes(text);
    stands.set(text, known);
    return known;
  };
  return checks.filter(({ rule }) => rule.mentions?.some(isThere) !== false);
}

/**
 * All that the checks find in one part. `source` is its text, by which most checks are spared: they mention what cannot
 * stand there. Absent where the text does not say all, as with an alias, for which something else stands. `most`: how many
 * findings of one rule are taken.
 */
export function findAll<Input>(
  checks: ScopeChecks<Input>,
  input: Input,
  source?: string,
  most = Number.POSITIVE_INFINITY,
): readonly Found[] {
  const found: Found[] = [];
  for (const { rule, check } of checks) {
    if (source !== undefined && rule.mentions !== undefined && !standsIn(source, rule.mentions)) continue;
    let left = most;
    for (const finding of check(input)) {
      if (left-- <= 0) break;
      found.push(foundBy(rule, finding));
    }
  }
  return found;
}

function standsIn(source: string, texts: readonly string[]): boolean {
  for (const text of texts) if (source.includes(text)) return true;
  return false;
}

function foundBy(rule: RuleFacts, finding: Finding): Found {
  const { covers, toldElsewhere, category = rule.category, ...rest } = finding;
  const diagnostic: Diagnostic = { rule: rule.id, severity: severityOf(category), ...rest };
  return { diagnostic, covers: covers ?? finding.range, ...(toldElsewhere === true && { toldElsewhere }) };
}

/**
 * What was found for parts whose text did not change since: owned by the caller, who passes the same value with each
 * version of a file. A part is known by an object that stays the same as long as its text does.
 */
export interface FindingCache {
  readonly results: WeakMap<object, { readonly settings: string; readonly found: readonly Found[] }>;
}

export function createFindingCache(): FindingCache {
  return { results: new WeakMap() };
}

/**
 * `find`, or what it gave for this part before with the same settings. The settings are a text that names everything
 * beside the part on which the result depends.
 */
export function remembered(
  cache: FindingCache,
  part: object,
  settings: string,
  find: () => readonly Found[],
): readonly Found[] {
  const known = cache.results.get(part);
  if (known?.settings === settings) return known.found;
  const found = find();
  cache.results.set(part, { settings, found });
  return found;
}

/** The rules whose findings silence each rule, by its id. */
export type Silencers = ReadonlyMap<string, readonly string[]>;

export function silencersOf(rules: readonly RuleFacts[]): Silencers {
  return new Map(rules.flatMap((rule) => (rule.silencedBy === undefined ? [] : [[rule.id, rule.silencedBy]])));
}

/** One root cause, one diagnostic: leaves out what lies in a stretch where a rule that silences it found something. */
export function withoutConsequences(found: readonly Found[], silencers: Silencers): readonly Diagnostic[] {
  if (found.length < 2) return told(found);
  const causes = new Set(found.flatMap(({ diagnostic }) => silencers.get(diagnostic.rule) ?? []));
  const stretches = new Map<string, Range[]>();
  for (const { diagnostic, covers } of found) {
    if (!causes.has(diagnostic.rule)) continue;
    const known = stretches.get(diagnostic.rule);
    if (known === undefined) stretches.set(diagnostic.rule, [covers]);
    else known.push(covers);
  }
  if (stretches.size === 0) return told(found);
  const covered = new Map([...stretches].map(([rule, ranges]) => [rule, coverage(ranges)]));
  const isConsequence = ({ rule, range }: Diagnostic): boolean =>
    (silencers.get(rule) ?? []).some((cause) => covered.get(cause)?.(range) ?? false);
  return told(found.filter(({ diagnostic }) => !isConsequence(diagnostic)));
}

function told(found: readonly Found[]): readonly Diagnostic[] {
  return found.flatMap(({ diagnostic, toldElsewhere }) => (toldElsewhere === true ? [] : [diagnostic]));
}
