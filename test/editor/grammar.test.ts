import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, inject, test } from 'vitest';

const editor = inject('editor');
const VSCODE = '../../.cache/vscode-host/lib/vscode';
const FILES: Readonly<Record<string, string>> = {
  'source.dagport-workflow': '../../syntaxes/dagport-workflow.tmLanguage.json',
  'dagport.templates': '../../syntaxes/templates.tmLanguage.json',
  'source.python': `${VSCODE}/extensions/python/syntaxes/MagicPython.tmLanguage.json`,
  'source.yaml': `${VSCODE}/extensions/yaml/syntaxes/yaml.tmLanguage.json`,
  'source.yaml.embedded': `${VSCODE}/extensions/yaml/syntaxes/yaml-embedded.tmLanguage.json`,
  'source.yaml.1.2': `${VSCODE}/extensions/yaml/syntaxes/yaml-1.2.tmLanguage.json`,
};

interface Grammar {
  tokenizeLine(
    line: string,
    state: unknown,
  ): { tokens: { startIndex: number; endIndex: number; scopes: string[] }[]; ruleStack: unknown };
}

/** The scopes that the editor's own tokenizer gives to a word of a text. */
async function loadGrammar(): Promise<Grammar> {
  const require = createRequire(new URL(`${VSCODE}/package.json`, import.meta.url));
  const oniguruma = require('vscode-oniguruma');
  const textmate = require('vscode-textmate');
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope: string) => {
      const file = FILES[scope];
      if (file === undefined) return null;
      return textmate.parseRawGrammar(readFileSync(new URL(file, import.meta.url), 'utf8'), file);
    },
    getInjections: (scope: string) => (scope === 'source.dagport-workflow' ? ['dagport.templates'] : undefined),
  });
  return registry.loadGrammar('source.dagport-workflow');
}

describe.skipIf(editor === undefined)('colours of workflows', () => {
  /** The scopes of the first place where a word stands, without those around it that the file has everywhere. */
  async function scopesOf(text: string, word: string): Promise<string> {
    const grammar = await loadGrammar();
    let state: unknown = null;
    for (const line of text.split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      const at = line.indexOf(word);
      const token = tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex);
      if (at >= 0) return token?.scopes.join(' ') ?? '';
    }
    return '';
  }

  test.each([
    ['a key', 'name: x', 'name', /entity\.name\.tag/],
    ['Jinja in a plain value', 'a: load {{ ds }}', 'ds', /meta\.embedded\.inline\.jinja variable\.language\.airflow/],
    ['Jinja in quotes', 'a: "load {{ params.day }}"', 'params', /variable\.language\.airflow/],
    ['Jinja in a block', 'a: |\n  load\n  {{ ts | upper }}', 'upper', /support\.function\.filter\.jinja/],
    ['a Jinja statement', 'a: "{% if x %}y{% endif %}"', 'if', /keyword\.control\.jinja/],
    ['a Jinja comment', 'a: "{# why #}"', 'why', /comment\.block\.jinja/],
    ['verbatim Python', 'a: <<timedelta(days=1)>>', 'timedelta', /meta\.embedded\.inline\.python/],
  ])('%s', async (_, text, word, scopes) => expect(await scopesOf(text, word)).toMatch(scopes));

  test.each([
    ['a here-document', 'a: |\n  cat <<EOF\n  text\n  EOF', 'EOF'],
    ['a merge key', 'a:\n  <<: *defaults', '<<'],
    ['a shift of a shell', 'a: echo $((1 << 2))', '2'],
    ['a comment', 'a: b # {{ ds }}', 'ds'],
  ])('%s is none', async (_, text, word) => expect(await scopesOf(text, word)).not.toMatch(/embedded/));
});
