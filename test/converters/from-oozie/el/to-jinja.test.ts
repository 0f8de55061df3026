import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asJinjaText } from '../../../../converters/from-oozie/el/jinja-text';
import { parseTemplate } from '../../../../converters/from-oozie/el/parse-template';
import { textTemplate, valueTemplate } from '../../../../converters/from-oozie/el/template';
import { convertPredicate, convertTemplate, type ElScope } from '../../../../converters/from-oozie/el/to-jinja';
import { parameterExpression } from '../../../../converters/from-oozie/properties';

const scope: ElScope = {
  variable: (name) => (name === 'CONST' ? textTemplate('7') : valueTemplate(`params.${name}`, name)),
  workflowName: textTemplate('nightly'),
  applicationPath: textTemplate('hdfs://nn/app'),
  user: valueTemplate('task.owner', 'user'),
  lastFailure: { actions: ['load'], certain: true },
};

describe('templates', () => {
  test.each([
    ['plain text', 'plain text'],
    ['${nameNode}/tmp/${day}', '{{ params.nameNode }}/tmp/{{ params.day }}'],
    ['a\\${b}', 'a${b}'],
    ['$ {x} {y} $', '$ {x} {y} $'],
    ['{{x}} {% y %} {# z #}', "{{ '{' }}{x}} {{ '{' }}% y %} {{ '{' }}# z #}"],
    ['cat <<EOF >>f', "cat {{ '<' }}<EOF >>f"],
    ['run.sh', "run{{ '.sh' }}"],
    ["${wf:conf('a')}", '{{ params.a }}'],
    ['${wf:name()} ${wf:appPath()} ${CONST}', 'nightly hdfs://nn/app 7'],
    ['${wf:id()}', '{{ run_id }}'],
    ['${wf:lastErrorNode()}', 'load'],
    ['${concat(a, concat("-", b))}', "{{ params.a ~ ('-' ~ params.b) }}"],
    ["${a eq '}' ? 1 : 2}", "{{ 1 if (params.a == '}') else 2 }}"],
    ["${coord:formatTime(coord:nominalTime(), 'yyyyMMdd')}", "{{ data_interval_end.strftime('%Y%m%d') }}"],
    [
      "${coord:formatTime(coord:dateOffset(coord:nominalTime(), -1, 'DAY'), \"yyyy-MM-dd'T'HH\")}",
      "{{ data_interval_end.add(days=-1).strftime('%Y-%m-%dT%H') }}",
    ],
  ])('%s', (source, expected) => {
    const template = convertTemplate(source, scope);
    expect(template.problems).toEqual([]);
    expect(asJinjaText(template)).toBe(expected);
  });

  test.each([
    ['${', 'does not end'],
    ['${}', 'too early'],
    ['${a b}', 'not expected'],
    ['${a ==}', 'too early'],
    ["${'open}", 'does not end'],
    ['${a # b}', 'no part of an expression'],
    ['${hadoop:counters("x")["g"]["c"]}', 'XCom'],
    ["${fs:exists('/x')}", 'fs:exists()'],
    ["${coord:formatTime(coord:nominalTime(), 'QQ')}", 'plain formats'],
    [`\${${'('.repeat(500)}a${')'.repeat(500)}}`, 'nested too deeply'],
  ])('%s has a problem', (source, part) => {
    const { problems } = convertTemplate(source, scope);
    expect(problems.join()).toContain(part);
  });

  test.each([
    ["${replaceAll(a, '-', '')}", "{{ params.a | replace('-', '') }}"],
    ["${replaceAll(a, '[-:]', '')}", "{{ params.a | replace('-', '') | replace(':', '') }}"],
    ["${replaceAll('a.b', '\\\\.', '/')}", 'a/b'],
    ["${appendAll('x,y', '.log', ',')}", "{{ 'x,y'.rstrip(',').replace(',', '.log' ~ ',') ~ '.log' }}"],
    ['${concat("a", "b")}', 'ab'],
    ["${trim(' x ')}", 'x'],
    ["${urlEncode('a b/~*')}", 'a+b%2F%7E*'],
    ['${firstNotNull(wf:actionData("none")["k"], "d")}', "{{ none if none is not none else 'd' }}"],
    ['${wf:actionData("none")["k"]}', ''],
    ['${wf:actionData("out")["k"]}', "{{ OUT.get('k', '') }}"],
    ['${2 * GB}', '2147483648'],
    ['${1024 * 3 - 1}', '3071'],
    ['${n + 1}', '{{ macros.json.loads(params.n) + 1 }}'],
    ['${a.b.c}', "{{ params['a.b.c'] }}"],
    ['${wf:run()}', '{{ (ti.try_number - 1) }}'],
  ])('%s gives %s', (source, expected) => {
    const known = (name: string) =>
      name === 'GB' ? textTemplate('1073741824') : valueTemplate(parameterExpression(name), name);
    const output = (action: string) => (action === 'out' ? 'OUT' : undefined);
    const { pieces, problems } = convertTemplate(source, { ...scope, variable: known, output });
    expect(problems).toEqual([]);
    expect(pieces.map((part) => (part.kind === 'text' ? part.text : `{{ ${part.expression} }}`)).join('')).toBe(
      expected,
    );
  });

  test('any text is split without loss of its literal parts, and in bounded time', () => {
    const piece = fc.constantFrom(
      '${',
      '}',
      "'",
      '"',
      '\\',
      'a',
      ' eq ',
      '(',
      ')',
      'wf:conf',
      '.',
      '[',
      '1',
      '?',
      ':',
      'not ',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
        (source) => {
          const { problems } = convertTemplate(source, scope);
          if (/(?<!\\)\$\{[^}]*$/.test(source)) expect(problems.length).toBeGreaterThan(0);
          if (!source.includes('${'))
            expect(parseTemplate(source)).toEqual(source === '' ? [] : [{ kind: 'text', text: source }]);
        },
      ),
      { numRuns: 2000 },
    );
    const started = performance.now();
    for (const evil of ['${', "${'", "${'\\'}", '${a.', '${not ', '${a+']) parseTemplate(evil.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('predicates', () => {
  test.each([
    ["${a eq 'x'}", "params.a == 'x'"],
    ["${a == 'x' and b != 'y'}", "(params.a == 'x') and (params.b != 'y')"],
    ["${a eq 'x' || not (b eq 'y')}", "(params.a == 'x') or (not (params.b == 'y'))"],
    ['${flag}', "params.flag == 'true'"],
    ['${!flag}', "not (params.flag | lower == 'true')"],
    ['${flag eq true}', "(params.flag | lower == 'true') == true"],
    ['${rows gt 10}', 'params.rows | float > 10'],
    ['${rows gt other}', 'params.rows > params.other'],
    ['${rows * 2 le 1024}', '(macros.json.loads(params.rows) * 2) <= 1024'],
    ['${empty a}', 'not params.a'],
    ["${wf:conf('a') eq null}", 'params.a is none'],
    [' true ', 'true'],
    ['True', 'false'],
    ["${a} == 'x'", "(params.a ~ ' == \\'x\\'') == 'true'"],
  ])('%s', (source, expected) => {
    expect(convertPredicate(source, scope)).toEqual({ expression: expected, approximations: [], problems: [] });
  });
});
