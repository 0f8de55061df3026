import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DocumentLinkRequest,
  InlayHintRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import { indexLines, offsetAt } from '../../text/range';
import { type Session, startSession, URI } from './session';

let session: Session;
beforeAll(async () => {
  session = await startSession({ textDocument: { diagnostic: {} } });
});
afterAll(() => session.end());

const textDocument = { uri: URI };
const ORDERS = `name: orders
format: 1
images: {yoshi: {url: "r/yoshi:1"}}
default_task_args: {owner: data, retries: 2}
operator_defaults:
  bash: {cwd: /tmp, env: {A: "🎉"}, append_env: true}
operators:
- name: load
  type: bash
  properties: {bash_command: load, retries: 3}
- {name: probe, type: container, image: yoshi, upstream_dependencies: [load, laod]}
- {name: ours, type: our.own.Operator} # dagport-ignore unknown-type: ours
- {name: only, type: join, paths: [[probe]]}
`;
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** The text with each hint where it stands. */
async function hinted(text: string, range = WHOLE): Promise<string> {
  await session.open(text);
  const found = await session.connection.sendRequest(InlayHintRequest.type, { textDocument, range });
  await session.close();
  const lines = indexLines(text);
  return [...(found ?? [])]
    .sort((a, b) => offsetAt(lines, b.position) - offsetAt(lines, a.position))
    .reduce((before, { position, label }) => {
      const offset = offsetAt(lines, position);
      return `${before.slice(0, offset)}«${label}»${before.slice(offset)}`;
    }, text);
}

describe('hints', () => {
  test('what a task inherits, and the URL of an image', async () => {
    expect(await hinted(ORDERS)).toBe(
      ORDERS.replace('type: bash\n', 'type: bash«+ cwd: /tmp, env: {…}, append_env: true, 1 more»\n')
        .replace('container', 'container«+ owner: data, retries: 2»')
        .replace('image: yoshi', 'image: yoshi«r/yoshi:1»')
        .replace('Operator}', 'Operator«+ owner: data, retries: 2»}'),
    );
  });

  test('only of what is seen', async () => {
    const range = { start: { line: 7, character: 0 }, end: { line: 8, character: 0 } };
    expect(await hinted(ORDERS, range)).toBe(
      ORDERS.replace('type: bash\n', 'type: bash«+ cwd: /tmp, env: {…}, append_env: true, 1 more»\n'),
    );
  });
});

describe('tokens', () => {
  async function tokens(text: string, part = WHOLE): Promise<string[]> {
    await session.open(text);
    const found =
      part === WHOLE
        ? await session.connection.sendRequest(SemanticTokensRequest.type, { textDocument })
        : await session.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range: part });
    await session.close();
    const legend = session.initialized.capabilities.semanticTokensProvider?.legend;
    const data = found?.data ?? [];
    const texts: string[] = [];
    let line = 0;
    let character = 0;
    for (let index = 0; index + 4 < data.length; index += 5) {
      const [lineStep = 0, step = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
      character = lineStep === 0 ? character + step : step;
      line += lineStep;
      const word = text.split('\n')[line]?.slice(character, character + length);
      const named = legend?.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0) ?? [];
      texts.push([word, legend?.tokenTypes[type], ...named].join(' '));
    }
    return texts;
  }

  test('are names that are known, and types', async () => {
    expect(await tokens(ORDERS)).toEqual([
      'yoshi enumMember declaration',
      'load function declaration',
      'bash type defaultLibrary',
      'probe function declaration',
      'container type defaultLibrary',
      'yoshi enumMember',
      'load function',
      'ours function declaration',
      'only function declaration',
      'probe function',
    ]);
  });

  test('of a part are those in it', async () => {
    const part = { start: { line: 7, character: 0 }, end: { line: 8, character: 40 } };
    expect(await tokens(ORDERS, part)).toEqual(['load function declaration', 'bash type defaultLibrary']);
  });
});

test('links lead from types and rules to their pages', async () => {
  await session.open(ORDERS);
  const found = await session.connection.sendRequest(DocumentLinkRequest.type, { textDocument });
  await session.close();
  expect(
    (found ?? []).map(({ range, target }) => `${range.start.line} ${target?.replace(/^.*\/(?=.*\/)/, '')}`),
  ).toEqual(
    ['8 index.html#airflow.providers.standard.operators.bash.BashOperator', '11 rules/unknown-type.md'].map((each) =>
      expect.stringContaining(each.split(' ')[1] ?? ''),
    ),
  );
});
