import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { OVERRIDE_KEYS, PROJECT_KEYS } from '../../../schemas';
import { positionAt } from '../../../text/range';
import { RULE_FACTS } from '../../../workflow/check';
import { readConfiguration } from '../../../workflow/project';
import { blocksOf } from '../../docs/blocks';

const RULES = new Set(RULE_FACTS.map((rule) => rule.id));
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schemas/format/project.schema.json', import.meta.url), 'utf8'),
);
const follows = new Ajv({ allErrors: true, strictTypes: false }).compile(SCHEMA);

function messagesOf(text: string): readonly string[] {
  const file = readConfiguration('dagport.yaml', text, RULES);
  return file.problems.map(({ message, range }) => {
    const { line, character } = positionAt(file.lines, range.start);
    return `${line + 1}:${character + 1} ${message}`;
  });
}

const WHOLE = `root: true
extends: [../shared/dagport.yaml]
airflow: 2.11
default_environment: dev
environments: {dev: {container: docker}, prod: {container: kubernetes}}
images:
  fetch: registry.example.com/fetch:1
  load: {url: "registry.example.com/load:1", environments: {prod: "registry.example.com/load:prod"}, from_env: LOAD, pull: always}
catalogue: [types/ours, ./more/]
workflows: ["pipelines/*.yaml"]
exclude: [old/]
rules: {unused-resource: off, missing-start-date: error, double-edge: on, unknown-key: warning}
overrides:
- {files: ["legacy/**"], rules: {missing-start-date: info}}
`;

test('a configuration says what its keys say', () => {
  const file = readConfiguration('dagport.yaml', WHOLE, RULES);
  expect(file).toMatchObject({
    root: true,
    extends: [{ text: '../shared/dagport.yaml' }],
    airflow: '2.11',
    defaultEnvironment: { text: 'dev' },
    catalogue: [{ text: 'types/ours' }, { text: 'more' }],
    workflows: ['pipelines/*.yaml'],
    exclude: ['old/'],
    problems: [],
  });
  expect(Object.fromEntries(file.environments)).toEqual({ dev: 'docker', prod: 'kubernetes' });
  expect([...file.images.keys()]).toEqual(['fetch', 'load']);
  expect(Object.fromEntries(file.rules)).toEqual({
    'unused-resource': 'off',
    'missing-start-date': 'error',
    'double-edge': 'on',
    'unknown-key': 'warning',
  });
  expect(file.overrides).toEqual([{ files: ['legacy/**'], rules: new Map([['missing-start-date', 'info']]) }]);
});

describe('what is wrong is said at its place', () => {
  test.each<[string, string]>([
    ['imges: {}', '1:1 "imges" is no key of a configuration: nothing would read it. Did you mean "images"?'],
    ['- airflow', '1:1 A configuration is a mapping with keys such as "airflow" and "rules"; this is something else.'],
    ['root: perhaps', '1:7 "root" is true or false.'],
    ['airflow: 4', '1:10 "airflow" is one of 3.3, 2.11.'],
    ['extends: {a: b}', '1:10 "extends" is a list of texts: [a, b].'],
    ['exclude: [1]', '1:11 An item of "exclude" is a text.'],
    ['environments: [dev]', '1:15 "environments" is a mapping of names.'],
    [
      'environments: {dev: {container: podman}}',
      '1:33 The environment "dev" has to say where containers run: {container: docker} or {container: kubernetes} or {container: ecs}.',
    ],
    ['images: {a: {ulr: x}}', '1:14 "ulr" is no key of an image: nothing would read it. Did you mean "url"?'],
    ['images: {a: {pull: allways}}', '1:20 "pull" is one of always, missing, never. Did you mean "always"?'],
    [
      'environments: {prod: {container: docker}}\nimages: {a: {url: x, environments: {prdo: y}}}',
      '2:37 There is no environment "prdo", so nothing is ever built with this image. Did you mean "prod"?',
    ],
    [
      'default_environment: dev\nenviroments: {dev: {container: docker}}',
      '2:1 "enviroments" is no key of a configuration: nothing would read it. Did you mean "environments"?',
    ],
    ['plugins: {a: {conf: x}}', '1:15 "conf" is no key of a plugin: nothing would read it. Did you mean "config"?'],
    [
      'workflows: [/a/*.yaml]',
      '1:13 "/a/*.yaml" hardly matches a file: patterns are relative to the folder of this file, with no "/" at their beginning.',
    ],
    ['exclude: ["a\\\\b"]', '1:11 "a\\b" hardly matches a file: between the parts of a pattern stands "/".'],
    ['exclude: ["a/{b,c"]', '1:11 "a/{b,c" hardly matches a file: a "{" or "}" of it has no partner.'],
    ['images: {a: [x]}', '1:13 The image "a" is a URL, or a mapping with "url".'],
    [
      'catalogue: [../x]',
      '1:13 A folder of "catalogue" is one below that of this file, relative to it. A package is npm:NAME or pip:NAME.',
    ],
    ['rules: {unused-resorce: off}', '1:9 There is no rule "unused-resorce". Did you mean "unused-resource"?'],
    ['rules: {unused-resource: loud}', '1:26 A rule is one of off, info, warning, error, on.'],
    ['overrides: {}', '1:12 "overrides" is a list of mappings with "files" and "rules".'],
    ['overrides: [{files: [x]}]', '1:13 An item of "overrides" is a mapping with "files" and "rules".'],
    [
      'overrides:\n- {files: [x], rules: {}, rule: {}}',
      '2:27 "rule" is no key of an item of "overrides": nothing would read it. Did you mean "rules"?',
    ],
    ['root: true\n---\nroot: true', '2:1 A configuration is one document; nothing reads this one.'],
  ])('%j', (text, expected) => expect(messagesOf(text)).toEqual([expected]));

  test('and a mistyped key can be fixed', () => {
    const { problems } = readConfiguration('dagport.yaml', 'imges: {}\n', RULES);
    expect(problems[0]?.fix).toMatchObject({ safety: 'safe', edits: [{ text: 'images' }] });
  });

  test('an empty one says nothing', () => {
    for (const text of ['', '# nothing\n', 'images:\nrules:\n']) expect(messagesOf(text)).toEqual([]);
  });
});

describe('the published schema', () => {
  test('takes a whole configuration', () => {
    follows(parse(WHOLE.replace('airflow: 2.11', "airflow: '2.11'"), { version: '1.1' }));
    expect(follows.errors).toBeNull();
  });

  test('has the keys that are read, and no other', () => {
    const override = SCHEMA.properties.overrides.items.properties;
    expect(Object.keys(SCHEMA.properties)).toEqual(PROJECT_KEYS.map(({ name }) => name));
    expect(Object.keys(override)).toEqual(OVERRIDE_KEYS.map(({ name }) => name));
  });

  test.each([
    'imges: {}',
    'root: perhaps',
    'environments: {dev: {container: podman}}',
    'overrides: {}',
    'exclude: [1]',
  ])('refuses %s as well', (text) => expect(follows(parse(text))).toBe(false));
});

describe('the examples of the page about configuration', () => {
  const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
  const examples = blocksOf(page).filter(({ language }) => language === 'yaml');
  test('are there', () => expect(examples.length).toBeGreaterThan(2));
  test.each(examples.map(({ text }) => text))('%s', (text) => {
    expect(messagesOf(text)).toEqual([]);
    follows(parse(text, { version: '1.1' }));
    expect(follows.errors).toBeNull();
  });
  test('every key is explained there', () => {
    expect(PROJECT_KEYS.map(({ name }) => name).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
