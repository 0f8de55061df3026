import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkWorkflow } from '../../../workflow/check';
import { type Composites, readComposites } from '../../../workflow/composites';
import { type PlanResult, planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from '../check/catalogue';

const task = (command: string): string =>
  `- {name: run, type: bash, properties: {bash_command: ${JSON.stringify(command)}}}`;
const composite = (name: string, rest: string): string => `kind: composite\nname: ${name}\n${rest}\n`;

function read(...texts: readonly string[]): Composites {
  return readComposites(new Map(texts.map((text, index) => [`${index}.yaml`, text]))).composites;
}

function plan(operators: string, composites: Composites): PlanResult {
  const file = readWorkflow('x.yaml', `name: x\nformat: 1\noperators:\n${operators}\n`);
  return planWorkflow(file, { catalogue: CATALOGUE, composites });
}

function idsOf({ plan: planned }: PlanResult): readonly string[] {
  return planned?.nodes.map(({ id }) => id) ?? [];
}

function commandOf({ plan: planned }: PlanResult): string | undefined {
  const behaviour = planned?.nodes[0]?.behaviour;
  const value =
    behaviour?.kind === 'operator' ? behaviour.arguments.find(({ name }) => name === 'bash_command')?.value : undefined;
  return value?.kind === 'text' ? value.text : undefined;
}

describe('looking up', () => {
  const composites = read(
    composite('a', `version: 2\noperators:\n${task('two')}`),
    composite('a', `version: 10\noperators:\n${task('ten')}`),
    composite('a', `operators:\n${task('none')}`),
    composite('b', `operators:\n${task('b')}`),
  );
  test.each([
    ['a', 10],
    ['a@2', 2],
    ['a@10', 10],
    ['b', 0],
    ['a@3', undefined],
    ['c', undefined],
  ])('%s is version %s', (type, version) => expect(composites.find(type)?.version).toBe(version));
  test('names stand without versions', () => expect(composites.names).toEqual(['a', 'b']));

  test('two of one name and version, and files that are none, are reported', () => {
    const text = composite('a', `operators:\n${task('x')}`);
    const { composites: found, problems } = readComposites(
      new Map([
        ['one.yaml', text],
        ['two.yaml', text],
        ['three.yaml', 'name: x\n'],
        ['four.yaml', 'kind: composite\n'],
      ]),
    );
    expect(found.all.map(({ file }) => file.path)).toEqual(['one.yaml']);
    expect(problems.map(({ file }) => file.path)).toEqual(['two.yaml', 'three.yaml', 'four.yaml']);
  });
});

describe('what stands for a placeholder', () => {
  const values: readonly (readonly [string, string, string])[] = [
    ['x1', 'x1', '"x1"'],
    ['1.50', '1.50', '1.50'],
    ['0x10', '0x10', '16'],
    ['true', 'true', 'True'],
    ['[a, {b: null}]', '["a",{"b":null}]', '["a", {"b": None}]'],
    ['"<b> >>"', '<b> >>', '"\\u003cb\\u003e \\u003e\\u003e"'],
    ['"it\'s \\"q\\""', 'it\'s "q"', '"it\'s \\"q\\""'],
  ];
  const schema = 'parameters_jsonschema: {properties: {p: {}, q: {}}, additionalProperties: false}';
  test.each(values)('%s', (given, inText, literal) => {
    const composites = read(
      composite(
        'c',
        `${schema}\noperators:\n${task('t ${{ p }} <<f(${{p}})>> {{ g(${{ p }}) }} {% if ${{ p }} %} ${{ p }}')}`,
      ),
    );
    const result = plan(`- {name: n, type: c, properties: {p: ${given}}}`, composites);
    expect(result.problems).toEqual([]);
    expect(commandOf(result)).toBe(`t ${inText} <<f(${literal})>> {{ g(${literal}) }} {% if ${literal} %} ${inText}`);
  });

  test.each([
    ['x ${{ p }}', '{}', 'null-in-text'],
    ['x ${{ p }}', '{p: null}', 'null-in-text'],
    ['x ${{ p.a }}', '{p: {b: 1}}', 'unknown-placeholder'],
    ['x ${{ r }}', '{}', 'unknown-placeholder'],
    ['${{ r }}', '{}', 'unknown-placeholder'],
    ['x ${{ p + 1 }}', '{p: 1}', 'unknown-placeholder'],
    ['x <<${{ tasks.run.output }}>>', '{}', 'unknown-placeholder'],
    ['x ${{ tasks.other.output }}', '{}', 'unknown-placeholder'],
  ])('%s with %s is an error', (command, given, rule) => {
    const result = plan(
      `- {name: n, type: c, properties: ${given}}`,
      read(composite('c', `${schema}\noperators:\n${task(command)}`)),
    );
    expect(result.problems.map((problem) => problem.rule)).toEqual([rule]);
  });

  test.each([
    ['{{ a }} << b', '{{ a }} << b'],
    ['cat <<EOF\n${{ p }}', 'cat <<EOF\nv'],
    ['${{ p', '${{ p'],
    ['}} ${{ p }} >>', '}} v >>'],
    ['<<1 << 2>> {{ ${{ p }} }}', '<<1 << 2>> {{ "v" }}'],
  ])('%s becomes %s', (command, expected) => {
    const composites = read(composite('c', `${schema}\noperators:\n${task(command)}`));
    expect(commandOf(plan('- {name: n, type: c, properties: {p: v}}', composites))).toBe(expected);
  });

  test('what is put in place is not read again', () => {
    const composites = read(composite('c', `${schema}\noperators:\n${task('x ${{ p }}')}`));
    const result = plan('- {name: n, type: c, properties: {p: "${{ q }}", q: 1}}', composites);
    expect(commandOf(result)).toBe('x ${{ q }}');
  });

  test('whatever text is given, it stays one literal in Python and Jinja', () => {
    const composites = read(composite('c', `${schema}\noperators:\n${task('<<${{ p }}>>{{ ${{ p }} }}')}`));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '{', '}', '"', "'", '\\', '\n', 'a', '$') }), (text) => {
        const given = plan(`- {name: n, type: c, properties: {p: ${JSON.stringify(text)}}}`, composites);
        const [, python = '', jinja = ''] = /^<<(.*?)>>\{\{ (.*) \}\}$/s.exec(commandOf(given) ?? '') ?? [];
        expect([JSON.parse(python), JSON.parse(jinja)]).toEqual([text, text]);
      }),
    );
  });
});

describe('composites in composites', () => {
  const chain = (length: number): Composites =>
    read(
      ...Array.from({ length }, (_, index) =>
        composite(
          `c${index}`,
          index + 1 < length
            ? `parameters_jsonschema: {properties: {p: {}}}\noperators:\n- {name: n, type: c${index + 1}, properties: {p: "\${{ p }}"}}`
            : `parameters_jsonschema: {properties: {p: {}}}\noperators:\n${task('got ${{ p }}')}`,
        ),
      ),
    );

  test('a hundred in each other', () => {
    const result = plan('- {name: n, type: c0, properties: {p: 7}}', chain(100));
    expect(result.problems).toEqual([]);
    expect(idsOf(result)).toEqual([`${'n.'.repeat(100)}run`]);
    expect(commandOf(result)).toBe('got 7');
  });

  test('a thousand are too many, and end', () => {
    const result = plan('- {name: n, type: c0, properties: {p: 7}}', chain(1000));
    expect(result.problems.map(({ rule }) => rule)).toEqual(['expansion-too-large']);
  });

  test('one that holds the next twice, a hundred times over, ends', () => {
    const double = Array.from({ length: 100 }, (_, index) =>
      composite(`c${index}`, `operators:\n- {name: a, type: c${index + 1}}\n- {name: b, type: c${index + 1}}`),
    );
    const result = plan('- {name: n, type: c0}', read(...double, composite('c100', `operators:\n${task('x')}`)));
    expect(result.problems.map(({ rule }) => rule)).toEqual(['expansion-too-large']);
  });

  test('a value that doubles a hundred times over ends', () => {
    for (const twice of ['"${{ p }}${{ p }}"', '["${{ p }}", "${{ p }}"]']) {
      const double = Array.from({ length: 100 }, (_, index) =>
        composite(
          `c${index}`,
          `parameters_jsonschema: {properties: {p: {}}}\noperators:\n- {name: n, type: c${index + 1}, properties: {p: ${twice}}}`,
        ),
      );
      const last = composite('c100', `parameters_jsonschema: {properties: {p: {}}}\noperators:\n${task('x ${{ p }}')}`);
      const result = plan('- {name: n, type: c0, properties: {p: abcdefgh}}', read(...double, last));
      expect(result.problems.map(({ rule }) => rule)).toContain('expansion-too-large');
    }
  });

  test('one that leads back to itself is an error that shows the chain', () => {
    const composites = read(
      composite('a', 'operators:\n- {name: n, type: b}'),
      composite('b', 'operators:\n- {name: n, type: a}'),
    );
    const file = readWorkflow('x.yaml', 'name: x\nformat: 1\noperators:\n- {name: n, type: a}\n');
    const found = checkWorkflow(file, { catalogue: CATALOGUE, composites });
    expect(found.map(({ rule, range }) => [rule, file.text.slice(range.start, range.end)])).toEqual([
      ['reference-cycle', 'a'],
    ]);
    expect(found[0]?.message).toContain('x → a → b → a');
  });

  test('documents of one name in several files are no cycle', () => {
    const generator = (target: string): string =>
      `generators:\n- {name: g, type: list_generator, target: each, properties: {items: [i]}}\n---\nname: each\noperators:\n${target}`;
    const composites = read(
      composite('a', generator('- {name: n, type: b}')),
      composite('b', generator(task('run ${{ item }}'))),
    );
    const result = plan('- {name: n, type: a}', composites);
    expect(result.problems).toEqual([]);
    expect(idsOf(result)).toEqual(['n.n-i.run-i']);
  });

  test('what is wrong in a composite is told where the workflow uses it', () => {
    const composites = read(
      composite(
        'a',
        'parameters_jsonschema: {properties: {p: {}}}\noperators:\n- {name: n, type: b, properties: {q: "${{ p }}"}}',
      ),
      composite(
        'b',
        `parameters_jsonschema: {properties: {q: {type: integer}}, required: [q]}\noperators:\n${task('x')}`,
      ),
    );
    const rules = (given: string) =>
      plan(`- {name: n, type: a, properties: ${given}}`, composites).problems.map(({ rule, message }) => [
        rule,
        message,
      ]);
    expect(rules('{p: many}')).toEqual([
      ['invalid-composite-parameter', 'In the composite "a": "q" of "b" has to be integer.'],
    ]);
    expect(rules('{}')).toEqual([['missing-parameter', 'In the composite "a": "b" needs "q", which is not given.']]);
    expect(rules('{p: 3}')).toEqual([]);
  });

  test('a schema that cannot be used is told where it is used', () => {
    const composites = read(
      composite('a', `parameters_jsonschema: {properties: {p: {pattern: '('}}}\noperators:\n${task('x ${{ p }}')}`),
    );
    expect(plan('- {name: n, type: a, properties: {p: x}}', composites).problems.map(({ rule }) => rule)).toEqual([
      'unusable-composite',
    ]);
  });
});

test('patterns are matched in linear time, each by its own', () => {
  const schema = "parameters_jsonschema: {properties: {p: {pattern: '^(a+)+$'}, q: {pattern: '^b$'}}}";
  const composites = read(composite('c', `${schema}\noperators:\n${task('${{ p }} ${{ q }}')}`));
  const rules = (p: string, q: string) =>
    plan(`- {name: n, type: c, properties: {p: ${p}, q: ${q}}}`, composites).problems.map(({ message }) => message);
  expect(rules('a', 'b')).toEqual([]);
  expect(rules(`${'a'.repeat(10_000)}!`, 'a')).toHaveLength(2);
});

test('the same workflow has the same plan', () => {
  const name = fc.constantFrom('one', 'two', 'three');
  const value = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 5 }), (uses) => {
      const composites = read(
        composite(
          'one',
          'parameters_jsonschema: {properties: {p: {}}}\noperators:\n- {name: a, type: two, properties: {p: ["${{ p }}"]}}',
        ),
        composite('two', `parameters_jsonschema: {properties: {p: {}}}\noperators:\n${task('x <<${{ p }}>>')}`),
        composite(
          'three',
          `parameters_jsonschema: {properties: {p: {default: [1]}}}\n${'generators:\n- {name: g, type: list_generator, target: t, properties: {items: [a, b]}}\n---\nname: t\noperators:\n'}${task('<<f(${{ p }}, item)>>')}`,
        ),
      );
      const operators = uses.map(
        ([type, p], index) => `- ${JSON.stringify({ name: `n${index}`, type, properties: { p } })}`,
      );
      const first = plan(operators.join('\n'), composites);
      expect(plan(operators.join('\n'), composites)).toEqual(first);
      const ids = idsOf(first);
      expect(new Set(ids).size).toBe(ids.length);
      expect(JSON.stringify(first.plan)).not.toContain('${{ p');
    }),
    { numRuns: 50 },
  );
});
