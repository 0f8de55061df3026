import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  HoverRequest,
  MarkupContent,
} from 'vscode-languageserver/node';
import { indexLines, positionAt } from '../../../text/range';
import { cursor } from '../session';
import { type Client, edited, HEAD, startClient, textDocument } from './client';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.session.end());

describe('findings', () => {
  test('#23 #24 one wrong property is one finding, where it stands, for the type that it has', async () => {
    const [found, ...others] = await client.diagnostics(
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
      expect((await client.rules(text)).filter((rule) => rule === 'wrong-parameter-type')).toEqual(
        value.startsWith('<<') ? [] : ['wrong-parameter-type'],
      );
    }
    const templated = `${HEAD}- {name: a, type: bash, properties: {bash_command: "{{ params.x }}", env: "{{ params.y }}"}}\n`;
    expect(await client.rules(templated)).not.toContain('wrong-parameter-type');
  });

  test('#27 actions are those of the text as it is, whatever findings the client still shows', async () => {
    const wrong = `${HEAD}- {name: load, type: bash}\n- {name: b, type: bash, upstream_dependencies: [laod]}\n`;
    const shown = (await client.diagnostics(wrong)).filter(({ code }) => code === 'unknown-dependency');
    const right = wrong.replace('laod', 'load');
    const actions = await client.opened(right, () => {
      const range = shown[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      return client.session.connection.sendRequest(CodeActionRequest.type, {
        textDocument,
        range,
        context: { diagnostics: [...shown] },
      });
    });
    expect(
      (actions ?? []).filter((action): action is CodeAction => 'kind' in action && action.kind === 'quickfix'),
    ).toEqual([]);
  });

  test('#28 a quote that is not closed ends nothing', async () => {
    const text = `${HEAD}- {name: a, type: bash, properties: {bash_command: "a}}\n- {name: b, type: bash, properties: {bash_command: b}}\n`;
    expect(await client.rules(text)).toContain('yaml-syntax');
    expect((await client.rules(text)).length).toBeLessThan(20);
  });
});

describe('hover, outline, formatting, templates', () => {
  test('#29 hover lists the values that are allowed, the outline has names', async () => {
    const { text, position } = cursor(`${HEAD}- {name: a, type: bash, properties: {trigger_‸rule: all_done}}\n`);
    const { hover, symbols } = await client.opened(text, async () => ({
      hover: await client.session.connection.sendRequest(HoverRequest.type, { textDocument, position }),
      symbols: await client.session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument }),
    }));
    expect(MarkupContent.is(hover?.contents) ? hover.contents.value : '').toMatch(/all_success.*all_done/s);
    expect(JSON.stringify(symbols)).toContain('"name":"a"');
  });

  test('#30 formatting keeps comments, documents and line ends', async () => {
    const text = '# top\r\nname:   x   # why\r\n---\r\nname: y # and\r\n';
    const edits = await client.opened(text, () =>
      client.session.connection.sendRequest(DocumentFormattingRequest.type, {
        textDocument,
        options: { tabSize: 2, insertSpaces: true },
      }),
    );
    expect(edited(text, edits ?? [])).toBe('# top\r\nname: x  # why\r\n---\r\nname: y  # and\r\n');
  });

  test('#31 unquoted Jinja is one finding with a fix, and is never torn apart', async () => {
    const text = `${HEAD}- name: a\n  type: bash\n  properties:\n    bash_command: {{ ds }}\n    env: {A: "{{ ds }}"}\n`;
    const found = await client.diagnostics(text);
    expect(found.map(({ code }) => code)).toEqual(['unquoted-jinja']);
    const edits = await client.opened(text, () =>
      client.session.connection.sendRequest(DocumentFormattingRequest.type, {
        textDocument,
        options: { tabSize: 2, insertSpaces: true },
      }),
    );
    expect(edited(text, edits ?? [])).not.toContain('{ {');
    const actions = await client.opened(text, () => {
      const context = { diagnostics: [...found] };
      const range = found[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      return client.session.connection.sendRequest(CodeActionRequest.type, { textDocument, range, context });
    });
    const fix = actions?.find((action): action is CodeAction => 'edit' in action && action.isPreferred === true);
    const fixed = edited(text, fix?.edit?.changes?.[textDocument.uri] ?? []);
    expect(fixed).toBe(text.replace('{{ ds }}', '"{{ ds }}"'));
    expect(await client.rules(fixed)).toEqual([]);
  });

  test('#32 positions hold behind Windows line ends and an emoji', async () => {
    const text = `# 🎉\r\n${HEAD.replaceAll('\n', '\r\n')}- {name: "🎉", type: bash, upstream_dependencies: [c], properties: {bash_command: a}}\r\n`;
    const [found] = (await client.diagnostics(text)).filter(({ code }) => code === 'unknown-dependency');
    const offset = text.indexOf('[c]') + 1;
    expect(found?.range.start).toEqual(positionAt(indexLines(text), offset));
  });
});
