import type { ParameterRule } from '../../../schemas';
import { pairOf } from '../../read';
import type { WorkflowRule } from '../context';
import { givenTo, requiresUnknown } from '../given';
import { listed, rangeOf } from '../suggest';

export const parameterCombination: WorkflowRule = {
  id: 'parameter-combination',
  category: 'correctness',
  silencedBy: ['missing-parameter', 'unknown-parameter', 'unknown-alias', 'wrong-key-type', 'yaml-syntax'],
  documentation: {
    summary: 'None of several properties of which one is needed is given, or one without another that it needs.',
    why: 'The signature of the operator allows it; its code refuses it when the DAG is loaded or, worse, when the task runs.',
    bad: `name: orders
operators:
- {name: clean, type: S3DeleteObjectsOperator, properties: {bucket: orders}}
`,
    good: `name: orders
operators:
- {name: clean, type: S3DeleteObjectsOperator, properties: {bucket: orders, prefix: b}}
`,
  },
  check: {
    *item({ item, node, settings, type }) {
      if (node.type === undefined || type?.kind !== 'operator' || type.type.rules === undefined) return;
      if (requiresUnknown(item.map, settings)) return;
      const given = givenTo(item.map, type, settings);
      const place = rangeOf(pairOf(item.map, 'properties')?.key ?? node.type);
      for (const rule of type.type.rules) {
        const wrong = brokenBy(rule, given);
        if (wrong !== undefined) yield { message: `"${node.type.text}" ${wrong}`, range: place };
      }
    },
  },
};

/** How what is given breaks a rule, to be read after the name of the type. */
function brokenBy(rule: ParameterRule, given: ReadonlySet<string>): string | undefined {
  const present = rule.names.filter((name) => given.has(name));
  if (rule.kind === 'requires') {
    const missing = rule.names.filter((name) => !given.has(name));
    return given.has(rule.name) && missing.length > 0 ? `needs ${listed(missing)} beside "${rule.name}".` : undefined;
  }
  if (present.length > 0 || rule.kind === 'exclusive') return undefined;
  return `needs one of ${listed(rule.names)}, and none is given.`;
}
