import { nearest } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { asText, pairOf, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { FOREIGN_CASE_KEYS, meantByForeignKey } from '../foreign-keys';
import { isOneExpression } from '../jinja';
import { meantKeys } from '../meant-keys';
import { changeTo, rangeOf, withFix } from '../suggest';

export const invalidBranch: WorkflowRule = {
  id: 'invalid-branch',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unquoted-jinja', 'unknown-type'],
  documentation: {
    summary: 'A `branch` without cases or `otherwise`, or with a case that is not `{when, then}`.',
    why: '`when` is exactly one Jinja expression: text around it would never be true. `otherwise` says what happens when no case is true, and `[]` says that nothing does: leaving it out would leave the reader to guess.',
    bad: `name: orders
format: 1
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.mode == 'full' }}", then: [full]}
- {name: full, type: bash, properties: {bash_command: load --full}}
`,
    good: `name: orders
format: 1
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.mode == 'full' }}", then: [full]}
  otherwise: []
- {name: full, type: bash, properties: {bash_command: load --full}}
`,
  },
  mentions: ['branch'],
  check: {
    *item({ item, node }) {
      if (node.type?.text !== 'branch') return;
      const cases = pairOf(item.map, 'cases');
      const meant = meantKeys(item.map);
      if (cases === undefined) {
        if (!meant.has('cases'))
          yield {
            message: 'A branch needs "cases", which say what to do when.',
            range: rangeOf(node.type),
            help: `Add "cases: [{when: '{{ … }}', then: […]}]".`,
          };
      } else if (cases.value.kind !== 'list' || cases.value.items.length === 0) {
        yield {
          message: '"cases" is a list of {when, then} with at least one item.',
          range: rangeOf(cases.key),
          covers: { start: cases.key.start, end: Math.max(cases.key.end, cases.value.end) },
        };
      } else {
        for (const one of cases.value.items) yield* checkCase(one);
      }
      if (pairOf(item.map, 'otherwise') === undefined && !meant.has('otherwise')) {
        yield {
          message: 'A branch needs "otherwise", which says what to do when no case is true.',
          range: rangeOf(node.name ?? node.type),
          help: 'Add "otherwise: […]"; "[]" means that nothing runs.',
        };
      }
    },
  },
};

function* checkCase(one: YamlNode): Generator<Finding> {
  if (one.kind !== 'mapping') {
    yield { message: 'A case is a mapping of "when" and "then".', range: rangeOf(one) };
    return;
  }
  const start = { start: one.start, end: Math.min(one.start + 1, one.end) };
  for (const { key } of one.pairs) {
    if (key.text === 'when' || key.text === 'then') continue;
    const meant = meantCaseKey(key.text, one);
    yield {
      message: `"${key.text}" is no key of a case; it has "when" and "then".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
      range: rangeOf(key),
      ...withFix(meant === undefined ? undefined : changeTo(key, meant)),
    };
  }
  const meant = one.pairs.flatMap(({ key: { text } }) => meantCaseKey(text, one) ?? []);
  const when = pairOf(one, 'when');
  const then = pairOf(one, 'then');
  if (when !== undefined) yield* checkCondition(when.value);
  else if (!meant.includes('when'))
    yield { message: 'This case has no "when".', range: then === undefined ? start : rangeOf(then.key) };
  if (then === undefined) {
    if (meant.includes('then')) return;
    yield { message: 'This case has no "then".', range: when === undefined ? start : rangeOf(when.key) };
  } else if (then.value.kind !== 'list' || then.value.items.some((item) => asText(item) === undefined)) {
    yield { message: '"then" is a list of names; "[]" means that nothing runs.', range: rangeOf(then.key) };
  }
}

/** The key of a case that an unknown one stands for, by a slip or in the words of another tool. */
function meantCaseKey(word: string, one: YamlNode): string | undefined {
  if (word === 'when' || word === 'then') return undefined;
  const isGiven = (key: string): boolean => pairOf(one, key) !== undefined;
  return nearest(word, ['when', 'then'])[0] ?? meantByForeignKey(word, undefined, FOREIGN_CASE_KEYS, isGiven);
}

function* checkCondition(value: YamlNode): Generator<Finding> {
  const text = asText(value);
  if (text !== undefined && isOneExpression(text.text)) return;
  const shown = value.kind === 'scalar' ? `"${value.text}"` : 'this';
  yield {
    message: `"when" is exactly one Jinja expression, and ${shown} is not.`,
    range: rangeOf(value),
    help: 'Write "{{ … }}" with nothing before or after it; combine conditions with "and" and "or" inside.',
  };
}
