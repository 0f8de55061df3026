import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  type CompletionItem,
  CompletionRequest,
  type Diagnostic,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  MarkupContent,
  RenameRequest,
  type TextEdit,
} from 'vscode-languageserver/node';
import { workflowSchema } from '../../schemas';
import { applyEdits } from '../../text/edit';
import { indexLines, offsetAt, positionAt } from '../../text/range';
import { RULE_FACTS } from '../../workflow/check';
import { readWorkflow, toData } from '../../workflow/read';
import { cursor, type Session, startSession, treeCatalogue, URI } from './session';

/**
 * What users of other YAML servers complained about for years, one test for each group. The numbers are those of the
 * survey that `docs/editors.md` sums up.
 */

let session: Session;
beforeAll(async () => {
  const completionItem = { snippetSupport: true };
  session = await startSession({ textDocument: { diagnostic: {}, completion: { completionItem } } });
});
afterAll(() => session.end());

const textDocument = { uri: URI };
const HEAD = 'name: x\nformat: 1\noperators:\n';

async function opened<T>(text: string, use: () => Promise<T>): Promise<T> {
  await session.open(text);
  try {
    return await use();
  } finally {
    await session.close();
  }
}

function diagnostics(text: string): Promise<readonly Diagnostic[]> {
  return opened(text, async () => {
    const report = await session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
    return report.kind === 'full' ? report.items : [];
  });
}

async function rules(text: string): Promise<readonly unknown[]> {
  return (await diagnostics(text)).map(({ code }) => code);
}

function completions(marked: string): Promise<{ readonly text: string; readonly items: readonly CompletionItem[] }> {
  const { text, position } = cursor(marked);
  return opened(text, async () => {
    const answer = await session.connection.sendRequest(CompletionRequest.type, { textDocument, position });
    return { text, items: Array.isArray(answer) ? answer : [] };
  });
}

function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = indexLines(text);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({
      range: { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
      text: newText,
    })),
  );
}

function chosen(text: string, item: CompletionItem | undefined): string {
  const edit = item?.textEdit;
  return edit !== undefined && 'range' in edit ? edited(text, [edit]) : text;
}

function manyTasks(count: number, of: (index: number) => string): string {
  return HEAD + Array.from({ length: count }, (_, index) => of(index)).join('');
}

/** How much longer something takes for ten times as much: milliseconds of this process, the least of three. */
async function growth(small: () => Promise<unknown>, large: () => Promise<unknown>): Promise<number> {
  const least = async (run: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const before = process.cpuUsage();
      await run();
      const { user } = process.cpuUsage(before);
      times.push(user / 1_000);
    }
    return Math.min(...times);
  };
  await small();
  return (await least(large)) / Math.max(1, await least(small));
}

const plainTask = (index: number): string =>
  `- name: task_${index}\n  type: bash\n  properties:\n    bash_command: |\n      echo ${index}\n      echo again\n`;

describe('latency and memory', () => {
  test('#1 a file of 60,000 lines is read, outlined and folded', async () => {
    const ask = (text: string) => () =>
      opened(text, async () => {
        const symbols = await session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
        const folds = await session.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
        return { symbols, folds };
      });
    const { symbols, folds } = await ask(manyTasks(10_000, plainTask))();
    expect((symbols as DocumentSymbol[])[0]?.children?.[2]?.children).toHaveLength(10_000);
    expect(folds).toHaveLength(5_000); // more slow editors down
    expect(await growth(ask(manyTasks(1_000, plainTask)), ask(manyTasks(10_000, plainTask)))).toBeLessThan(25);
  }, 60_000);

  test('#2 the marks of a merge conflict are one finding', async () => {
    const text = `${HEAD}<<<<<<< HEAD\n${plainTask(1)}=======\n${plainTask(2)}>>>>>>> theirs\n${plainTask(3)}`;
    expect(await rules(text)).toEqual(['merge-conflict']);
  });

  test('#3 what is closed is forgotten', async () => {
    for (let index = 0; index < 300; index++) {
      const uri = `file:///project/many${index}.workflow.yaml`;
      await session.open(manyTasks(5, plainTask), uri);
      await session.close(uri);
    }
    await session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument }); // all before it is read by then
    expect(session.workspace.documents.size).toBe(0);
  });

  test('#4 4,000 merge keys take linear time', async () => {
    const merged = (count: number): string =>
      `name: x\nformat: 1\noperators:\n- &first {name: first, type: bash, properties: {bash_command: a}}\n${Array.from(
        { length: count },
        (_, index) => `- {<<: *first, name: task_${index}}\n`,
      ).join('')}`;
    expect(await rules(merged(20))).toEqual([]);
    expect(
      await growth(
        () => rules(merged(400)),
        () => rules(merged(4_000)),
      ),
    ).toBeLessThan(25);
  }, 60_000);

  test('#5 completion does not depend on where in the file it stands', async () => {
    const tasks = manyTasks(1_000, plainTask);
    const at = (offset: number) => () => completions(`${tasks.slice(0, offset)}- ‸\n${tasks.slice(offset)}`);
    const late = tasks.lastIndexOf('- name');
    expect(await growth(at(HEAD.length), at(late))).toBeLessThan(5);
  }, 60_000);

  test('#6 the published schema has no choice over types that a reader could get lost in', () => {
    expect(JSON.stringify(workflowSchema(treeCatalogue()))).not.toContain('"oneOf"');
  });

  test('#7 no finding reaches over several lines, but for blocks', async () => {
    for (const { id, documentation } of RULE_FACTS.filter((facts) => facts.documentation.composite === undefined)) {
      for (const { range, code } of await diagnostics(documentation.bad)) {
        const isBlock = documentation.bad.split('\n')[range.start.line]?.match(/[|>][-+]?\s*$/);
        if (!isBlock) expect([id, code, range.end.line - range.start.line]).toEqual([id, code, 0]);
      }
    }
  }, 60_000);

  test('#8 a keystroke in 230 KB reads one item again', async () => {
    const text = manyTasks(2_500, plainTask);
    const before = readWorkflow('x', text);
    const after = readWorkflow('x', text.replace('echo 1200', 'echo 12000'), before);
    const kept = [...after.cells].filter(([key, cell]) => before.cells.get(key) === cell);
    expect(after.cells.size - kept.length).toBe(1);
  });
});

describe('which files are ours', () => {
  test('#11 the server has no way to the network', () => {
    const bundle = new URL('../../dist/server.cjs', import.meta.url);
    if (!existsSync(bundle)) return expect.unreachable('build first: npm run build');
    const text = readFileSync(bundle, 'utf8');
    expect(text.match(/require\("(?:node:)?(?:https?|http2|dgram|tls)"\)/g)).toBeNull();
  });
});

describe('several documents, anchors and merge keys', () => {
  test('#13 the second document has all that the first has', async () => {
    const first = `${HEAD}- {name: a, type: bash, properties: {bash_command: a}}\n`;
    const target =
      'generators:\n- {name: g, type: list_generator, target: y, properties: {items: [z]}}\n---\nname: y\n';
    const second = 'operators:\n- {name: a, type: bash, properties: {bash_command: a}}\n';
    const wrong = '- {name: b, type: bash, upstream_dependencies: [c], properties: {bash_command: a}}\n';
    expect(await rules(first + target + second + wrong)).toEqual(['unknown-dependency']);
    const { items } = await completions(`${first}${target}${second}- {name: b, type: bash, properties: {‸}}\n`);
    expect(items.map(({ label }) => label)).toContain('bash_command');
  });

  test('#14 merge keys give what is required, and are no unknown key', async () => {
    const text = `${HEAD}- &a {name: a, type: bash, properties: {bash_command: a}}\n- {<<: *a, name: b}\n`;
    expect(await rules(text)).toEqual([]);
    const [found] = await diagnostics(text.replace('bash_command: a', 'bash_comand: a'));
    expect(found?.code).toBe('unknown-parameter');
  });

  test('#15 merges of merges hold, and anchors called like tasks are not tasks', async () => {
    const text = `${HEAD}- &b {name: a, type: bash, properties: &p {bash_command: a}}
- &c {<<: *b, name: b, properties: {<<: *p, cwd: /tmp}}
- {<<: *c, name: c, upstream_dependencies: [b]}
`;
    expect(await rules(text)).toEqual([]);
    expect(await rules(text.replace('[b]', '[d]'))).toEqual(['unknown-dependency']);
  });

  test('#16 a new name that is none is refused', async () => {
    const { text, position } = cursor(`${HEAD}- {name: a‸, type: bash}\n`);
    const refused = opened(text, () =>
      session.connection.sendRequest(RenameRequest.type, { textDocument, position, newName: '1 2' }),
    );
    await expect(refused).rejects.toThrow(/is no name/);
  });
});

describe('completion', () => {
  const SITES: readonly (readonly [string, (dash: string, inner: string) => string])[] = [
    ['first after the dash', (dash) => `${dash}‸\n`],
    ['on an empty line', (dash, inner) => `${dash}name: b\n${inner}‸\n`],
    ['at the end of the file', (dash, inner) => `${dash}name: b\n${inner}‸`],
    ['of which a part is written', (dash, inner) => `${dash}name: b\n${inner}ty‸\n`],
    ['with blanks behind', (dash, inner) => `${dash}name: b\n${inner}‸   \n`],
    ['between keys', (dash, inner) => `${dash}name: b\n${inner}‸\n${inner}upstream_dependencies: []\n`],
    ['before keys', (dash, inner) => `${dash}‸\n${inner}upstream_dependencies: []\n`],
    ['between items', (dash, inner) => `${dash}name: b\n${inner}‸\n${dash}name: c\n`],
  ];
  const STYLES: readonly (readonly [string, string, string])[] = [
    ['flush', '- ', '  '],
    ['by two', '  - ', '    '],
    ['by four, wide', '    -   ', '        '],
  ];

  describe.each(STYLES)('#17 whatever stands around, indented %s', (_, dash, inner) => {
    test.each(SITES)('%s', async (_site, at) => {
      const { text, items } = await completions(HEAD + at(dash, inner));
      const item = items.find(({ label }) => label === 'type');
      expect(items.map(({ label }) => label)).toContain('type');
      const file = readWorkflow('x', chosen(text, item).replace(/type:[ ]*/, 'type: bash'));
      expect(file.problems).toEqual([]);
      const items_ = file.documents[0]?.items.map(({ map }) => toData(map)) ?? [];
      expect(items_).toContainEqual(expect.objectContaining({ type: 'bash' }));
    });
  });

  test('#18 a type brings what is required, and nothing else', async () => {
    const completionItem = { snippetSupport: true, insertTextModeSupport: { valueSet: [1 as const] } };
    const own = await startSession({ textDocument: { completion: { completionItem } } });
    const { text, position } = cursor(`${HEAD}- name: a\n  type: ‸\n`);
    await own.open(text);
    const answer = await own.connection.sendRequest(CompletionRequest.type, { textDocument, position });
    await own.end();
    const bash = (Array.isArray(answer) ? answer : []).find(({ label }) => label === 'bash');
    expect(chosen(text, bash)).toBe(`${HEAD}- name: a\n  type: bash\n  properties:\n    bash_command: $1\n`);
  });

  test('#19 each name that is chosen is read back as it is', async () => {
    const name = fc.oneof(
      fc.constantFrom('null', 'yes', '1', '@a', 'a: b', '"', "'", '- a', '$x', '{a}', '[', '#', '🎉', 'a #b'),
      fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/[\p{C}\p{Z}]/u.test(text)),
    );
    await fc.assert(
      fc.asyncProperty(name, async (odd) => {
        const head = `${HEAD}- {name: ${JSON.stringify(odd)}, type: bash}\n`;
        const { text, items } = await completions(`${head}- {name: other, type: bash, upstream_dependencies: [‸]}\n`);
        const item = items.find(({ label }) => label === odd);
        const result = readWorkflow('x', chosen(text, item));
        const last = result.documents[0]?.items[1];
        expect(last === undefined ? undefined : toData(last.map)).toMatchObject({ upstream_dependencies: [odd] });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('#20 a colon comes with keys only, and where there is none', async () => {
    const { text, items } = await completions(`${HEAD}- name: a\n  ty‸: bash\n`);
    const type = items.find(({ label }) => label === 'type');
    expect(chosen(text, type)).toBe(`${HEAD}- name: a\n  type: bash\n`);
    const inside = await completions(`${HEAD}- {name: a, type: bash, properties: {bash_command: "{{ d‸ }}"}}\n`);
    expect(inside.items.filter(({ textEdit }) => textEdit?.newText.includes(':'))).toEqual([]);
  });

  test('#21 what stands in quotes is replaced whole', async () => {
    const task = '- {name: a, type: bash, properties: {bash_command: a}}\n';
    const { text, items } = await completions(`${HEAD}${task}- {name: b, type: "ba‸nana"}\n`);
    const bash = items.find(({ label }) => label === 'bash');
    expect(chosen(text, bash)).toBe(`${HEAD}${task}- {name: b, type: "bash"}\n`);
  });

  test('#22 dependencies are offered as the list that they have to be', async () => {
    const { items } = await completions(`${HEAD}- name: a\n  up‸\n`);
    expect(items.find(({ label }) => label === 'upstream_dependencies')?.textEdit?.newText).toBe(
      'upstream_dependencies: [$0]',
    );
  });
});

describe('findings', () => {
  test('#23 #24 one wrong property is one finding, where it stands, for the type that it has', async () => {
    const [found, ...others] = await diagnostics(
      `${HEAD}- {name: a, type: bash, properties: {bash_command: a, append_env: 12}}\n`,
    );
    expect(others).toEqual([]);
    expect(found?.code).toBe('wrong-parameter-type');
    expect(found?.message).toContain('append_env');
    expect(found?.range.start.line).toBe(3);
  });

  test('#26 what a template or Python will give is not judged', async () => {
    const given = ['"{{ params.flag }}"', '<<some_flag()>>'];
    for (const value of given) {
      const text = `${HEAD}- {name: a, type: bash, properties: {bash_command: a, retries: ${value}}}\n`;
      expect((await rules(text)).filter((rule) => rule === 'wrong-parameter-type')).toEqual(
        value.startsWith('<<') ? [] : ['wrong-parameter-type'],
      );
    }
    const templated = `${HEAD}- {name: a, type: bash, properties: {bash_command: "{{ params.x }}", env: "{{ params.y }}"}}\n`;
    expect(await rules(templated)).not.toContain('wrong-parameter-type');
  });

  test('#27 actions are those of the text as it is, whatever findings the client still shows', async () => {
    const wrong = `${HEAD}- {name: load, type: bash}\n- {name: b, type: bash, upstream_dependencies: [laod]}\n`;
    const shown = (await diagnostics(wrong)).filter(({ code }) => code === 'unknown-dependency');
    const right = wrong.replace('laod', 'load');
    const actions = await opened(right, () => {
      const range = shown[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      return session.connection.sendRequest(CodeActionRequest.type, {
        textDocument,
        range,
        context: { diagnostics: [...shown] },
      });
    });
    expect((actions ?? []).filter((action): action is CodeAction => /load/.test(action.title))).toEqual([]);
  });

  test('#28 a quote that is not closed ends nothing', async () => {
    const text = `${HEAD}- {name: a, type: bash, properties: {bash_command: "a}}\n- {name: b, type: bash, properties: {bash_command: b}}\n`;
    expect(await rules(text)).toContain('yaml-syntax');
    expect((await rules(text)).length).toBeLessThan(20);
  });
});

describe('hover, outline, formatting, templates', () => {
  test('#29 hover lists the values that are allowed, the outline has names', async () => {
    const { text, position } = cursor(`${HEAD}- {name: a, type: bash, properties: {trigger_‸rule: all_done}}\n`);
    const { hover, symbols } = await opened(text, async () => ({
      hover: await session.connection.sendRequest(HoverRequest.type, { textDocument, position }),
      symbols: await session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument }),
    }));
    expect(MarkupContent.is(hover?.contents) ? hover.contents.value : '').toMatch(/all_success.*all_done/s);
    expect(JSON.stringify(symbols)).toContain('"name":"a"');
  });

  test('#30 formatting keeps comments, documents and line ends', async () => {
    const text = '# top\r\nname:   x   # why\r\n---\r\nname: y # and\r\n';
    const edits = await opened(text, () =>
      session.connection.sendRequest(DocumentFormattingRequest.type, {
        textDocument,
        options: { tabSize: 2, insertSpaces: true },
      }),
    );
    expect(edited(text, edits ?? [])).toBe('# top\r\nname: x  # why\r\n---\r\nname: y  # and\r\n');
  });

  test('#31 unquoted Jinja is one finding with a fix, and is never torn apart', async () => {
    const text = `${HEAD}- name: a\n  type: bash\n  properties:\n    bash_command: {{ ds }}\n    env: {A: "{{ ds }}"}\n`;
    const found = await diagnostics(text);
    expect(found.map(({ code }) => code)).toEqual(['unquoted-jinja']);
    const edits = await opened(text, () =>
      session.connection.sendRequest(DocumentFormattingRequest.type, {
        textDocument,
        options: { tabSize: 2, insertSpaces: true },
      }),
    );
    expect(edited(text, edits ?? [])).not.toContain('{ {');
  });

  test('#32 positions hold behind Windows line ends and an emoji', async () => {
    const text = `# 🎉\r\n${HEAD.replaceAll('\n', '\r\n')}- {name: "🎉", type: bash, upstream_dependencies: [c], properties: {bash_command: a}}\r\n`;
    const [found] = (await diagnostics(text)).filter(({ code }) => code === 'unknown-dependency');
    const offset = text.indexOf('[c]') + 1;
    expect(found?.range.start).toEqual(positionAt(indexLines(text), offset));
  });
});

describe('the command line', () => {
  test('#34 a comment silences a rule', async () => {
    const task = '- {name: a, type: nothing-known} # dagport-ignore unknown-type: ours\n';
    expect(await rules(HEAD + task)).toEqual([]);
  });

  test('#35 there is a JSON Schema for editors without the server', () => {
    const schema = readFileSync(new URL('../../schemas/format/workflow.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(schema)).toEqual(JSON.parse(JSON.stringify(workflowSchema(treeCatalogue()))));
  });
});
