import { ruleUrl } from '../../text/diagnostic';
import { RULE_FACTS } from '../../workflow/check';
import { configurationKeys } from '../completion/configuration';
import { code, paragraphs } from '../markdown';
import type { Place } from '../place';

/** What a key of a `dagport.yaml` is for; of a rule, what it finds and why that is bad. */
export function aboutConfiguration({ document, scalar, isKey, way }: Place): string | undefined {
  const key = isKey ? configurationKeys(way, document).find(({ label }) => label === scalar.text) : undefined;
  if (key === undefined) return undefined;
  const rule = way.at(-1) === 'rules' ? RULE_FACTS.find(({ id }) => id === key.label) : undefined;
  if (rule === undefined) return paragraphs(`**${key.label}**`, key.summary ?? '');
  const { summary, why } = rule.documentation;
  const link = `[Documentation](${ruleUrl(rule.id)})`;
  return paragraphs(`**${rule.id}** ${code(rule.category)}`, summary, why, link);
}
