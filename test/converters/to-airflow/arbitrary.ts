import fc from 'fast-check';
import type { Behaviour, Plan, PlanNode } from '../../../workflow/plan/plan';
import type { Value } from '../../../workflow/plan/value';
import { args, bashOperator, branchCase, node, plan } from './plans';

/** Random plans for properties that hold of any DAG file. */

const alphabet = [
  'a',
  'B',
  '7',
  ' ',
  '"',
  "'",
  '\\',
  '\n',
  '\r',
  '\t',
  '{',
  '}',
  '#',
  '\u0000',
  'é',
  '漢',
  '🦕',
  '\u200b',
  '\ud800',
];

/** Texts with everything that a literal can trip over; short ones and some that do not fit on a line. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...alphabet) }, { weight: 2, arbitrary: fc.constant('word ') }),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(''));

const verbatimText = fc
  .tuple(anyText, fc.constantFrom('os.sep', 'str(1)', 're.escape("a b")', 'Variable.get("x")'), anyText)
  .map(([before, code, after]) => `${before}<<${code}>>${after}`);

const numberSource = fc.constantFrom(
  '0',
  '010',
  '-5',
  '+3',
  '1:30',
  '3.0',
  '.5',
  '1.',
  '0x1f',
  '12345678901234567890',
  '1.0e+3',
  '.inf',
  '1_000',
);

const leaf: fc.Arbitrary<Value> = fc.oneof(
  anyText.map((value): Value => ({ kind: 'text', text: value })),
  verbatimText.map((value): Value => ({ kind: 'text', text: value })),
  numberSource.map((source): Value => ({ kind: 'number', source })),
  fc.boolean().map((value): Value => ({ kind: 'boolean', value })),
  fc.constant<Value>({ kind: 'null' }),
  fc.constantFrom('300', '1.5', '-60').map((seconds): Value => ({ kind: 'duration', seconds })),
  fc
    .constantFrom('2026-01-01', '2026-01-01T02:03:04.5+02:00', '2026-01-01 02:03Z', '2026-01-01T00:00-03:30', 'soon')
    .map((iso): Value => ({ kind: 'moment', iso })),
  fc.constant<Value>({ kind: 'cron', expression: '0 3 * * *', timezone: 'Europe/Paris' }),
  fc.array(anyText, { maxLength: 3 }).map((uris): Value => ({ kind: 'assets', uris })),
  fc.constantFrom('sys.path', 'max(1, 2)').map((expression): Value => ({ kind: 'python', expression })),
);

export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }).map((items): Value => ({ kind: 'list', items })),
    fc
      .array(fc.record({ key: anyText, value: tie('value') }), { maxLength: 4 })
      .map((entries): Value => ({ kind: 'mapping', entries: uniqueBy(entries, (entry) => entry.key) })),
    fc.array(tie('value'), { maxLength: 3 }).map(
      (values): Value => ({
        kind: 'construct',
        classPath: 'kubernetes.client.models.V1Volume',
        arguments: values.map((value, index) => ({ name: index === 0 ? 'from' : `argument_${index}`, value })),
      }),
    ),
  ),
})).value;

const anyId = fc.oneof(
  fc.constantFrom('import', 'str', 'dag', 'DAG', 'os', 'a-b', 'a_b', 'x.y', '9', 'BashOperator', 'load'),
  fc.stringMatching(/^[a-zA-Z_.-]{1,90}$/),
);

function anyBehaviour(ids: readonly string[]): fc.Arbitrary<Behaviour> {
  const targets = fc.subarray([...ids]);
  return fc.oneof(
    fc.array(anyValue, { maxLength: 4 }).map(
      (values): Behaviour => ({
        kind: 'operator',
        classPath: bashOperator,
        arguments: values.map((value, index) => ({ name: `argument_${index}`, value })),
      }),
    ),
    fc.constant<Behaviour>({ kind: 'empty' }),
    fc.tuple(fc.array(fc.tuple(anyText, targets), { maxLength: 3 }), targets).map(
      ([cases, otherwise]): Behaviour => ({
        kind: 'branch',
        cases: cases.map(([when, then]) => branchCase(when, ...then)),
        otherwise,
        arguments: [],
      }),
    ),
    fc
      .tuple(fc.constantFrom(...ids), targets, targets, targets)
      .map(([of, success, failed, skipped]): Behaviour => ({ kind: 'route', of, success, failed, skipped })),
    anyText.map((message): Behaviour => ({ kind: 'raise', message, arguments: [] })),
  );
}

export const anyPlan: fc.Arbitrary<Plan> = fc
  .uniqueArray(anyId, { minLength: 1, maxLength: 8 })
  .chain((ids) =>
    fc.record({
      ids: fc.constant(ids),
      behaviours: fc.tuple(...ids.map(() => anyBehaviour(ids))),
      groups: fc.tuple(...ids.map(() => fc.constantFrom(undefined, 'box', 'inner box'))),
      targets: fc.tuple(...ids.map((_, index) => fc.subarray(ids.slice(index + 1)))),
      defaults: fc.subarray(['owner', 'retries', 'trigger_rule', 'on_failure_callback']),
      image: fc.tuple(fc.option(anyText, { nil: undefined }), fc.option(anyText, { nil: undefined })),
    }),
  )
  .map(({ ids, behaviours, groups, targets, defaults, image: [url, variable] }) =>
    plan('random', {
      defaultArguments: args(Object.fromEntries(defaults.map((name) => [name, { kind: 'null' } as const]))),
      imports: [{ module: 'sys' }, { module: 'datetime', objects: ['datetime', 'timedelta'] }, { module: 'os.path' }],
      images: [
        {
          name: 'image',
          constant: 'IMAGE',
          ...(url === undefined ? {} : { url }),
          ...(variable === undefined ? {} : { fromEnvironment: variable }),
        },
      ],
      groups: [
        { id: 'box', label: 'box' },
        { id: 'inner box', label: 'inner', parent: 'box' },
      ],
      nodes: ids.map((id, index) => randomNode(id, behaviours[index], groups[index])),
      edges: ids.flatMap((from, index) =>
        (targets[index] ?? []).map((to) => ({ from, to, kind: 'authored' as const })),
      ),
    }),
  );

function randomNode(id: string, behaviour: Behaviour | undefined, group: string | undefined): PlanNode {
  return node(id, {
    ...(behaviour === undefined ? {} : { behaviour }),
    ...(group === undefined ? {} : { group }),
  });
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
