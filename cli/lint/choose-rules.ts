import type { Diagnostic } from '../../text/diagnostic';
import { didYouMean } from '../../text/nearest';
import type { Category, RuleFacts } from '../../text/rules';
import type { Failure, Result } from '../failure';

const CATEGORIES: ReadonlySet<string> = new Set<Category>([
  'correctness',
  'security',
  'migration',
  'suspicious',
  'style',
]);

/**
 * Which findings are reported: those of `only`, all where it is empty, less those of `skip`. Both name rules or categories;
 * a name that is neither is a failure, so that a misspelt rule is not taken for a clean file.
 */
export function chooseRules(
  only: readonly string[],
  skip: readonly string[],
  rules: readonly RuleFacts[],
): Result<(diagnostic: Diagnostic) => boolean> {
  const categories = new Map<string, string>(rules.map((rule) => [rule.id, rule.category]));
  const unknown = [...only, ...skip].filter((name) => !categories.has(name) && !CATEGORIES.has(name));
  const failures = unknown.map((name): Failure => {
    const near = didYouMean(name, [...categories.keys(), ...CATEGORIES]);
    const message = `there is no rule and no category "${name}".${near}`;
    return { kind: 'usage', code: 'unknown-rule', message, hint: '"dagport explain" lists all rules.' };
  });
  if (failures.length > 0) return { ok: false, failures };
  const names = (list: readonly string[], id: string): boolean =>
    list.includes(id) || list.includes(categories.get(id) ?? id);
  return {
    ok: true,
    value: ({ rule }) => (only.length === 0 || names(only, rule)) && !names(skip, rule),
  };
}
