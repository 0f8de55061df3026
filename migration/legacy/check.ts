import { checkJenkinsfile, JENKINS_RULE_FACTS } from '../../converters/from-jenkins';
import { checkOozie, OOZIE_RULES } from '../../converters/from-oozie';
import { compareDiagnostics, type Diagnostic } from '../../text/diagnostic';
import { indexLines } from '../../text/range';
import type { RuleFacts } from '../../text/rules';
import { applySuppressions, type CommentStart, readSuppressions } from '../../text/suppressions';
import type { LegacyKind } from './recognise';

interface LegacyLanguage {
  readonly check: (text: string) => readonly Diagnostic[];
  readonly rules: readonly RuleFacts[];
  readonly comment: CommentStart;
}

const LANGUAGES: Readonly<Record<LegacyKind, LegacyLanguage>> = {
  jenkins: { check: checkJenkinsfile, rules: JENKINS_RULE_FACTS, comment: '//' },
  oozie: { check: checkOozie, rules: OOZIE_RULES, comment: '<!--' },
};

/** What the rules of a legacy system find in a definition, in order of place, but for what comments silence. Never throws. */
export function checkLegacy(kind: LegacyKind, text: string): readonly Diagnostic[] {
  const { check, rules, comment } = LANGUAGES[kind];
  const lines = indexLines(text);
  const ids = new Set(rules.map((rule) => rule.id));
  const kept = applySuppressions(check(text), readSuppressions(text, lines, comment), { text, lines }, ids);
  return [...kept].sort(compareDiagnostics);
}
