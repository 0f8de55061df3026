import { afterEach, describe, expect, test } from 'vitest';
import {
  DefinitionRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  TypeDefinitionRequest,
} from 'vscode-languageserver/node';
import { RULE_FACTS } from '../../workflow/check';

import { planWorkflow } from '../../workflow/plan';
import { createProjectFinder, settingsFor } from '../../workflow/project';
import { readWorkflow } from '../../workflow/read';
import { catalogueFiles, PROVIDERS } from '../schemas/catalogue-files';
import { edited } from './complaints/client';
import { pythonOf } from './python-of';
import { cursor, type Session, startSession } from './session';

const ROOT = 'file:///project/';
const CONFIGURATION = `catalogue: [types]
default_environment: prod
environments:
  prod: {container: docker}
  "test": {container: kubernetes}
images:
  yoshi: {url: "r/yoshi:1", environments: {prod: "r/yoshi:2", test: "r/yoshi:3"}}
`;
const UPLOAD = `kind: composite
name: upload # of tables
version: 2
operators:
- {name: load, type: container, image: yoshi, properties: {command: [load]}}
`;
const ORDERS = `name: orders
format: 1
images: {own: {url: "r/own:1", environments: {prod: "r/own:2"}}}
waves: [{name: one, select: "image:yoshi"}, {name: two, select: "probe+ orders.last"}]
operators:
- {name: probe, type: container, image: yoshi, properties: {command: [x]}}
- {name: send, type: upload, upstream_dependencies: [probe]}
- {name: again, type: "upload", upstream_dependencies: [send]}
- {name: pinned, type: upload@2, upstream_dependencies: [again]}
- {name: last, type: container, image: own, properties: {command: [x]}}
`;
const BILLS = `name: bills
format: 1
operators:
- {name: pay, type: container, image: 'yoshi', properties: {command: [x]}}
- {name: send, type: upload}
`;
const ELSEWHERE = `name: else
format: 1
images: {yoshi: {url: "r/mine:1"}}
operators:
- {name: a, type: container, image: yoshi, properties: {command: [x]}}
`;
const FILES: Readonly<Record<string, string>> = {
  [`${ROOT}dagport.yaml`]: CONFIGURATION,
  [`${ROOT}types/upload.yaml`]: UPLOAD,
  [`${ROOT}orders.workflow.yaml`]: ORDERS,
  [`${ROOT}deep/bills.workflow.yaml`]: BILLS,
  [`${ROOT}else.workflow.yaml`]: ELSEWHERE,
};

let session: Session | undefined;
afterEach(async () => {
  await session?.end();
  session = undefined;
});

/** Opens a file and asks about what stands before a needle. */
async function at(
  name: string,
  needle: string,
  files = FILES,
): Promise<{ readonly uri: string; readonly position: { line: number; character: number } }> {
  const uri = `${ROOT}${name}`;
  const text = files[uri] ?? '';
  const offset = text.indexOf(needle);
  expect(offset).toBeGreaterThanOrEqual(0);
  const { position } = cursor(`${text.slice(0, offset)}‸${text.slice(offset)}`);
  session = await startSession({}, files);
  await session.open(text, uri);
  return { uri, position };
}

/** The files that a rename changes, by their names; the message where it is refused. */
async function renamed(
  name: string,
  needle: string,
  newName: string,
  files = FILES,
): Promise<Readonly<Record<string, string>> | string> {
  const { uri, position } = await at(name, needle, files);
  try {
    const edit = await session?.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri },
      position,
      newName,
    });
    return Object.fromEntries(
      Object.entries(edit?.changes ?? {}).map(([changed, edits]) => [changed, edited(files[changed] ?? '', edits)]),
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the workflows of a set of files are built into. */
async function built(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const finder = createProjectFinder({
    files: {
      readText: async (path) => files[path],
      listYaml: async (folder) => Object.keys(files).filter((path) => path.startsWith(folder)),
      resolve: (folder, relative) => new URL(relative, folder).href,
      parent: (folder) => (folder === ROOT ? undefined : new URL('..', folder).href),
      shown: (path) => path,
      below: (folder, path) => (path.startsWith(folder) ? path.slice(folder.length) : undefined),
    },
    builtIn: catalogueFiles(),
    providers: PROVIDERS,
    ruleIds: new Set(RULE_FACTS.map(({ id }) => id)),
  });
  const dags: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    if (!path.endsWith('.workflow.yaml')) continue;
    const settings = settingsFor(await finder.find(path.slice(0, path.lastIndexOf('/') + 1)), path, {});
    if (!('plan' in settings)) throw new Error('no such environment');
    const { plan } = planWorkflow(readWorkflow(path, text), settings.plan);
    expect(plan).toBeDefined();
    if (plan !== undefined) dags[path] = pythonOf(plan, path, text);
  }
  return dags;
}

describe('a rename of what the project defines', () => {
  test.each([
    [
      'an image, where it is used',
      'orders.workflow.yaml',
      'yoshi, properties',
      'mario',
      ['dagport.yaml', 'deep/bills.workflow.yaml', 'orders.workflow.yaml', 'types/upload.yaml'],
    ],
    [
      'an image, where it is defined',
      'dagport.yaml',
      'yoshi:',
      'mario',
      ['dagport.yaml', 'deep/bills.workflow.yaml', 'orders.workflow.yaml', 'types/upload.yaml'],
    ],
    [
      'a composite, where it is used',
      'orders.workflow.yaml',
      'upload, up',
      'send_tables',
      ['deep/bills.workflow.yaml', 'orders.workflow.yaml', 'types/upload.yaml'],
    ],
    [
      'a composite, where it is pinned',
      'orders.workflow.yaml',
      'upload@2',
      'send_tables',
      ['deep/bills.workflow.yaml', 'orders.workflow.yaml', 'types/upload.yaml'],
    ],
    [
      'a composite, where it is defined',
      'types/upload.yaml',
      'upload #',
      'send_tables',
      ['deep/bills.workflow.yaml', 'orders.workflow.yaml', 'types/upload.yaml'],
    ],
    ['an environment', 'dagport.yaml', 'prod: {', 'live', ['dagport.yaml', 'orders.workflow.yaml']],
    ['an environment in a workflow', 'orders.workflow.yaml', 'prod:', 'live', ['dagport.yaml', 'orders.workflow.yaml']],
  ])('of %s: the same DAGs but for the name', async (_, name, needle, newName, changed) => {
    const result = await renamed(name, needle, newName);
    if (typeof result === 'string') return expect(result).toBe('');
    expect(
      Object.keys(result)
        .map((uri) => uri.slice(ROOT.length))
        .sort(),
    ).toEqual(changed);
    const old = /[a-z]+/.exec(needle)?.[0] ?? '';
    const after = await built({ ...FILES, ...result });
    const constant = (text: string): string => `IMAGE_${text.toUpperCase()}`;
    // One workflow has an image of that name itself, which stays.
    const expected = Object.entries(await built(FILES)).map(([path, text]) => [
      path,
      path.includes('else') ? text : text.replaceAll(constant(old), constant(newName)),
    ]);
    expect(after).toEqual(Object.fromEntries(expected));
    const texts = Object.values(result).join('');
    // What remains are parts of other words.
    expect(texts.match(new RegExp(`(?<![\\w/-])${old}(?![\\w/-]|:\\d)`, 'g'))).toBeNull();
  });

  test('versions, quotes and comments stay', async () => {
    const result = await renamed('types/upload.yaml', 'upload #', 'send_tables');
    const texts = typeof result === 'string' ? {} : result;
    expect(texts[`${ROOT}types/upload.yaml`]).toContain('name: send_tables # of tables\n');
    expect(texts[`${ROOT}orders.workflow.yaml`]).toContain('type: send_tables@2,');
    expect(texts[`${ROOT}orders.workflow.yaml`]).toContain('type: "send_tables",');
  });

  test.each([
    ['another image', 'dagport.yaml', 'yoshi:', 'own', /"own" is taken/],
    ['another environment', 'dagport.yaml', 'prod: {', 'test', /"test" is taken/],
    ['a type', 'types/upload.yaml', 'upload #', 'bash', /"bash" is taken/],
    ['a keyword', 'types/upload.yaml', 'upload #', 'join', /"join" is taken/],
    ['no name of a type', 'types/upload.yaml', 'upload #', 'a b', /is no name of a type/],
    ['what a selection reads as more than a name', 'dagport.yaml', 'yoshi:', 'a b', /cannot stand in the selection/],
    ['no name', 'dagport.yaml', 'yoshi:', '1', /is no name/],
  ])('to the name of %s is refused', async (_, name, needle, newName, message) => {
    expect(await renamed(name, needle, newName)).toMatch(message);
  });

  test('an image of a workflow itself stays in its file', async () => {
    const result = await renamed('else.workflow.yaml', 'yoshi:', 'mine');
    expect(Object.keys(result)).toEqual([`${ROOT}else.workflow.yaml`]);
  });
});

describe('selections of waves and sidecars follow', () => {
  test('a task in a selection', async () => {
    const result = await renamed('orders.workflow.yaml', 'probe, type', 'look');
    const text = typeof result === 'string' ? result : (result[`${ROOT}orders.workflow.yaml`] ?? '');
    expect(text).toContain('select: "look+ orders.last"');
    expect(text).toContain('upstream_dependencies: [look]');
    const last = await renamed('orders.workflow.yaml', 'last, type', 'end');
    expect(typeof last === 'string' ? last : last[`${ROOT}orders.workflow.yaml`]).toContain('orders.end"');
  });

  test('a name that a selection would read otherwise is refused', async () => {
    expect(await renamed('orders.workflow.yaml', 'probe, type', 'look here')).toMatch(/cannot stand in the selection/);
  });

  test('pointers of the sidecar', async () => {
    const sidecar = `${ROOT}orders.migration.json`;
    const map = [
      'operators/probe',
      'operators/probe/properties/command',
      'operators/probe-2',
      'copies/operators/probe',
    ];
    const files = {
      ...FILES,
      [sidecar]: JSON.stringify({ version: 1, map: map.map((pointer) => ({ pointer })) }, null, 2),
    };
    const result = await renamed('orders.workflow.yaml', 'probe, type', 'a/b', files);
    const text = typeof result === 'string' ? result : (result[sidecar] ?? '');
    expect(JSON.parse(text).map).toEqual(
      ['operators/a~1b', 'operators/a~1b/properties/command', 'operators/probe-2', 'copies/operators/probe'].map(
        (pointer) => ({ pointer }),
      ),
    );
  });
});

describe('definition and references', () => {
  async function places(
    request: 'definition' | 'references' | 'type',
    name: string,
    needle: string,
  ): Promise<readonly string[]> {
    const { uri, position } = await at(name, needle);
    const about = { textDocument: { uri }, position };
    const connection = session?.connection;
    const found =
      request === 'references'
        ? await connection?.sendRequest(ReferencesRequest.type, { ...about, context: { includeDeclaration: false } })
        : await connection?.sendRequest(
            request === 'type' ? TypeDefinitionRequest.type : DefinitionRequest.type,
            about,
          );
    return [found ?? []].flat().map((place) => {
      const where = 'uri' in place ? place : { uri: place.targetUri, range: place.targetRange };
      return `${where.uri.slice(ROOT.length)}:${where.range.start.line + 1}`;
    });
  }

  test('lead to the configuration and the catalogue', async () => {
    expect(await places('definition', 'orders.workflow.yaml', 'yoshi, prop')).toEqual(['dagport.yaml:7']);
    expect(await places('definition', 'orders.workflow.yaml', 'upload@2')).toEqual(['types/upload.yaml:2']);
    expect(await places('definition', 'orders.workflow.yaml', 'prod:')).toEqual(['dagport.yaml:4']);
    expect(await places('definition', 'else.workflow.yaml', 'yoshi, prop')).toEqual(['else.workflow.yaml:3']);
  });

  test('come from all workflows', async () => {
    expect(await places('references', 'types/upload.yaml', 'upload #')).toEqual([
      'deep/bills.workflow.yaml:5',
      'orders.workflow.yaml:7',
      'orders.workflow.yaml:8',
      'orders.workflow.yaml:9',
    ]);
    expect(await places('references', 'dagport.yaml', 'prod: {')).toEqual([
      'dagport.yaml:2',
      'dagport.yaml:7',
      'orders.workflow.yaml:3',
    ]);
  });

  test('the type of a task is its composite', async () => {
    expect(await places('type', 'orders.workflow.yaml', 'send]')).toEqual(['types/upload.yaml:2']);
    expect(await places('type', 'orders.workflow.yaml', 'probe]')).toEqual([]);
  });

  test('what nothing defines cannot be renamed', async () => {
    const { uri, position } = await at('orders.workflow.yaml', 'container, image: yoshi');
    const found = await session?.connection.sendRequest(PrepareRenameRequest.type, { textDocument: { uri }, position });
    expect(found).toBeNull();
  });
});
