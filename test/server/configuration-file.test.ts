import { describe, expect, test } from 'vitest';
import { type CompletionItem, CompletionRequest, HoverRequest, type TextEdit } from 'vscode-languageserver/node';
import { RULE_FACTS } from '../../workflow/check';
import { readConfiguration } from '../../workflow/project';
import { cursor, startSession } from './session';

const PROJECT = 'file:///project/dagport.yaml';
const RULES = new Set(RULE_FACTS.map(({ id }) => id));

async function completed(
  marked: string,
): Promise<{ readonly text: string; readonly items: readonly CompletionItem[] }> {
  const { text, position } = cursor(marked);
  const session = await startSession();
  await session.open(text, PROJECT);
  const items = await session.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri: PROJECT },
    position,
  });
  await session.end();
  return { text, items: Array.isArray(items) ? items : [] };
}

const RULE_LEVELS = ['off', 'info', 'warning', 'error', 'on'];
const KEYS = [
  'root',
  'extends',
  'airflow',
  'default_environment',
  'environments',
  'images',
  'catalogue',
  'plugins',
  'workflows',
  'exclude',
  'rules',
  'overrides',
];
const ENVIRONMENTS = 'environments:\n  dev: {container: docker}\n  prod: {container: ecs}\n';

/** Where the cursor is, and all that is offered there. */
const POSITIONS: readonly (readonly [marked: string, labels: readonly string[]])[] = [
  ['‸', KEYS],
  ['root: true\n‸\n', KEYS.filter((key) => key !== 'root')],
  ['air‸', KEYS],
  ['root: ‸\n', ['true', 'false']],
  ['airflow: ‸\n', ['3.3', '2.11']],
  ['airflow: "2‸"\n', ['3.3', '2.11']],
  [`${ENVIRONMENTS}default_environment: ‸\n`, ['dev', 'prod']],
  ['environments:\n  dev:\n    ‸\n', ['container']],
  ['environments:\n  dev: {container: ‸}\n', ['docker', 'kubernetes', 'ecs']],
  ['images:\n  load:\n    url: "r/load:1"\n    ‸\n', ['environments', 'from_env', 'pull']],
  [`${ENVIRONMENTS}images:\n  load:\n    environments:\n      ‸\n`, ['dev', 'prod']],
  ['images: {load: {url: "r/load:1", pull: ‸}}\n', ['always', 'missing', 'never']],
  ['plugins:\n  acme: {config: acme, ‸}\n', ['priority']],
  ['plugins:\n  acme: {config: acme, priority: ‸}\n', ['fallback', 'default', 'shared', 'final']],
  ['rules:\n  unknown-type: ‸\n', RULE_LEVELS],
  ['rules:\n  ‸\n', [...RULES]],
  ['overrides:\n- files: ["old/*"]\n  ‸\n', ['rules']],
  ['overrides:\n- files: ["old/*"]\n  rules: {unknown-type: ‸}\n', RULE_LEVELS],
  ['catalogue: [‸]\n', []],
  ['# ‸\n', []],
];

describe('completion in dagport.yaml', () => {
  test.each(POSITIONS)('%j', async (marked, labels) => {
    const { text, items } = await completed(marked);
    expect(items.map(({ label }) => label).toSorted()).toEqual(labels.toSorted());
    for (const { label, textEdit } of items) {
      if (textEdit === undefined || !('range' in textEdit)) throw new Error(`${label} has no edit`);
      const applied = withEdit(text, textEdit);
      const { problems } = readConfiguration('dagport.yaml', applied, RULES);
      // A key without its value says nothing yet; of the value of one that was chosen nothing is wrong.
      const wrong = problems.filter(({ message }) =>
        /is no key of|There is no rule|is one of|not valid YAML/.test(message),
      );
      const isOpen = /: ?$/.test(textEdit.newText);
      expect(isOpen ? wrong.filter(({ message }) => !/ is one of /.test(message)) : wrong, applied).toEqual([]);
    }
  });
});

function withEdit(text: string, { range: { start, end }, newText }: TextEdit): string {
  const lines = text.split('\n');
  const at = ({ line, character }: typeof start): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return text.slice(0, at(start)) + newText + text.slice(at(end));
}

test.each([
  ['def‸ault_environment: dev\n', 'The environment where `--env` names none.'],
  ['rules: {unknown‸-type: warning}\n', 'correctness'],
  ['overrides:\n- files: ["old/*"]\n  ru‸les: {}\n', 'in these files'],
  ['images:\n  load: {pu‸ll: never}\n', 'is pulled'],
])('hover in dagport.yaml: %j', async (marked, expected) => {
  const { text, position } = cursor(marked);
  const session = await startSession();
  await session.open(text, PROJECT);
  const hover = await session.connection.sendRequest(HoverRequest.type, { textDocument: { uri: PROJECT }, position });
  expect(JSON.stringify(hover?.contents)).toContain(expected);
  await session.end();
});
