import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import { findType } from '../../schemas';
import { type LineIndex, positionAt, type Range } from '../../text/range';
import { absolute, asText, valueAt } from '../../workflow/read';
import type { NameUse } from '../names';
import { planOptions, projectOf } from '../project';
import type { OpenDocument, Workspace } from '../workspace';

const TYPES = ['function', 'variable', 'namespace', 'enumMember', 'type'] as const;
const MODIFIERS = ['declaration', 'defaultLibrary'] as const;

/** What the numbers of the tokens mean. */
export const TOKENS_LEGEND: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] };

interface Token {
  readonly range: Range;
  readonly type: (typeof TYPES)[number];
  readonly modifiers: readonly (typeof MODIFIERS)[number][];
}

/**
 * `textDocument/semanticTokens`: names by what they name, and types that are known; a grammar sees only scalars.
 * @param range Offsets; only tokens that begin there.
 */
export function semanticTokens(workspace: Workspace, document: OpenDocument, range?: Range): SemanticTokens {
  const { lines } = document.file.get();
  const tokens = [...nameTokens(document), ...typeTokens(workspace, document)]
    .filter(({ range: { start } }) => range === undefined || (range.start <= start && start <= range.end))
    .sort((a, b) => a.range.start - b.range.start);
  const builder = new SemanticTokensBuilder();
  let end = 0;
  for (const token of tokens) {
    if (token.range.start < end || !isOnOneLine(token.range, lines)) continue;
    end = token.range.end;
    const { line, character } = positionAt(lines, token.range.start);
    builder.push(line, character, end - token.range.start, TYPES.indexOf(token.type), bitsOf(token));
  }
  return builder.build();
}

function isOnOneLine({ start, end }: Range, lines: LineIndex): boolean {
  return start < end && positionAt(lines, start).line === positionAt(lines, end).line;
}

function bitsOf({ modifiers }: Token): number {
  return modifiers.reduce((bits, modifier) => bits | (1 << MODIFIERS.indexOf(modifier)), 0);
}

const TYPE_OF: Readonly<Record<NameUse['kind'], Token['type']>> = {
  node: 'function',
  resource: 'variable',
  document: 'namespace',
  image: 'enumMember',
};

/** Names of nothing get no token, so that they look different; what an alias brings in stands elsewhere. */
function nameTokens(document: OpenDocument): readonly Token[] {
  const names = document.names.get();
  const scopes = new Map<NameUse['scope'], Set<string>>();
  for (const { definition, scope, kind, name } of names) {
    if (definition) scopes.set(scope, (scopes.get(scope) ?? new Set()).add(`${kind} ${name}`));
  }
  return names.flatMap(({ range, written, kind, name, scope, definition }): readonly Token[] => {
    const isKnown = scopes.get(scope)?.has(`${kind} ${name}`) === true;
    if (!isKnown || range.start !== written.start) return [];
    return [{ range, type: TYPE_OF[kind], modifiers: definition ? ['declaration'] : [] }];
  });
}

function typeTokens({ catalogue: builtIn, projects }: Workspace, document: OpenDocument): readonly Token[] {
  const { catalogue, composites } = planOptions(builtIn, projectOf(projects, document.uri));
  return document.file
    .get()
    .documents.flatMap(({ items }) => items)
    .flatMap((item): readonly Token[] => {
      const name = asText(valueAt(item.map, 'type'));
      if (name === undefined || name.from !== undefined) return [];
      const range = absolute(item, name);
      if (composites?.find(name.text) !== undefined) return [{ range, type: 'type', modifiers: [] }];
      const known =
        findType(catalogue, name.text) ?? catalogue.findGenerator(name.text) ?? catalogue.findResource(name.text);
      return known === undefined ? [] : [{ range, type: 'type', modifiers: ['defaultLibrary'] }];
    });
}
