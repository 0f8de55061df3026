import { checkJenkinsfile, JENKINS_RULE_FACTS } from '../../converters/from-jenkins';
import { checkOozie, OOZIE_RULES } from '../../converters/from-oozie';
import { compareDiagnostics, type Diagnostic } from '../../text/diagnostic';
import { indexLines } from '../../text/range';
import type { RuleFacts } from '../../text/rules';
import { applySuppressions, type CommentStart, readSuppressions } from '../../text/suppressions';
import { type CheckContext, checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import type { LegacyKind, LintSource } from './source';

/** What the rules of its language find in a file, in order of place. Never throws. */
export function checkSource({ path, text, kind, file }: LintSource, context: CheckContext): readonly Diagnostic[] {
  if (kind === 'workflow') return checkWorkflow(readWorkflow(path, text, file), context);
  return kind === 'configuration' ? [] : checkLegacy(kind, text);
}

interface LegacyLanguage {
  readonly check: (text: string) => readonly Diagnostic[];
  readonly rules: readonly RuleFacts[];
  readonly comment: CommentStart;
}

const LANGUAGES: Readonly<Record<LegacyKind, LegacyLanguage>> = {
  jenkins: { check: checkJenkinsfile, rules: JENKINS_RULE_FACTS, comment: '//' },
  oozie: { check: checkOozie, rules: OOZIE_RULES, comment: '<!--' },
};

function checkLegacy(kind: LegacyKind, text: string): readonly Diagnostic[] {
  const { check, rules, comment } = LANGUAGES[kind];
  const lines = indexLines(text);
  const ids = new Set(rules.map((rule) => rule.id));
  const kept = applySuppressions(check(text), readSuppressions(text, lines, comment), { text, lines }, ids);
  return [...kept].sort(compareDiagnostics);
}
