import type { Diagnostic, Severity } from './diagnostic';

/** How severe what a rule finds is; `on`: as severe as the rule says itself. */
export type RuleLevel = Severity | 'off' | 'on';

/** By the id of the rule. */
export type RuleLevels = ReadonlyMap<string, RuleLevel>;

/** Diagnostics as severe as they are configured to be; those of rules that are off are left out. */
export function atLevels(diagnostics: readonly Diagnostic[], levels: RuleLevels): readonly Diagnostic[] {
  if (levels.size === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic): readonly Diagnostic[] => {
    const level = levels.get(diagnostic.rule) ?? 'on';
    if (level === 'off') return [];
    return [level === 'on' ? diagnostic : { ...diagnostic, severity: level }];
  });
}
