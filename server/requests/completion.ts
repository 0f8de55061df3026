import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver';
import { offsetAt, type Position } from '../../text/range';
import type { SectionKey } from '../../workflow/read';
import { typeInMarkdown } from '../about-type';
import type { ClientAbilities } from '../capabilities';
import type { Candidate, Sources } from '../completion/candidate';
import { candidatesAt } from '../completion/candidates';
import { configurationCandidates } from '../completion/configuration';
import { type EmbeddedGap, embeddedGapAt } from '../completion/embedded';
import { embeddedCandidates } from '../completion/embedded-candidates';
import { type Gap, gapAt } from '../completion/gap';
import { embeddedInsertion, insertion } from '../completion/insertion';
import { escapeSnippet, skeletonOf } from '../completion/skeleton';
import { lspRange } from '../positions';
import { isConfiguration, planOptions, projectOf } from '../project';
import { checkContext, type OpenDocument, type Workspace } from '../workspace';

type Client = Pick<ClientAbilities, 'snippets' | 'keepsIndentation' | 'resolvesDocumentation'>;

/** `textDocument/completion`: keys, types, parameters, names and values that can stand at a position. */
export function complete(
  workspace: Workspace,
  document: OpenDocument,
  position: Position,
  client: Client,
): CompletionItem[] {
  const file = document.file.get();
  const offset = offsetAt(file.lines, position);
  if (isConfiguration(document.uri)) {
    const gap = gapAt(file, offset);
    return gap === undefined ? [] : plainItems(gap, configurationCandidates(gap), undefined, document, client);
  }
  const sources = sourcesOf(workspace, document);
  const embedded = embeddedGapAt(file, offset, sources.file.format !== undefined);
  if (embedded !== undefined) {
    const { airflow = '3.3' } = checkContext(workspace, document.uri);
    return embeddedItems(embeddedCandidates(embedded, sources, airflow), embedded, document, client);
  }
  const gap = gapAt(file, offset);
  return gap === undefined ? [] : plainItems(gap, candidatesAt(gap, sources), sources, document, client);
}

function sourcesOf(workspace: Workspace, document: OpenDocument): Sources {
  const project = projectOf(workspace.projects, document.uri);
  const { catalogue, composites, images } = planOptions(workspace.catalogue, project);
  return {
    catalogue,
    composites,
    file: document.outline.get(),
    projectImages: new Set(images?.keys() ?? []),
    environments: [...(project?.project.configuration.environments.keys() ?? [])],
  };
}

/** @param sources What skeletons of types are made from; nothing where there are no types. */
function plainItems(
  gap: Gap,
  candidates: readonly Candidate[],
  sources: Sources | undefined,
  document: OpenDocument,
  client: Client,
): CompletionItem[] {
  const { lines } = document.file.get();
  const range = lspRange(lines, gap.range);
  const section = gap.place.item?.section;
  return candidates.map((candidate): CompletionItem => {
    const { text, snippet } = insertion(candidate, gap, document.text, client.snippets);
    const skeleton =
      sources !== undefined && client.snippets && client.keepsIndentation
        ? skeletonOf(candidate, gap, document.text, sources)
        : undefined;
    return {
      ...described(candidate, client),
      textEdit: { range, newText: skeleton === undefined ? text : `${escapeSnippet(text)}${skeleton}` },
      ...(gap.repairs.length === 0
        ? {}
        : {
            additionalTextEdits: gap.repairs.map((one) => ({ range: lspRange(lines, one.range), newText: one.text })),
          }),
      ...(snippet || skeleton !== undefined ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      ...(skeleton === undefined ? {} : { insertTextMode: InsertTextMode.asIs }),
      ...(document.text.charAt(gap.range.start) === text.charAt(0) && isQuote(text) ? { filterText: text } : {}),
      ...(client.resolvesDocumentation && candidate.kind === 'type' && section !== undefined
        ? { data: { uri: document.uri, type: candidate.label, section } satisfies TypeData }
        : {}),
    };
  });
}

function embeddedItems(
  candidates: readonly Candidate[],
  gap: EmbeddedGap,
  document: OpenDocument,
  client: Client,
): CompletionItem[] {
  const range = lspRange(document.file.get().lines, gap.range);
  return candidates.map((candidate): CompletionItem => {
    const { text, snippet } = embeddedInsertion(candidate, gap, client.snippets);
    return {
      ...described(candidate, client),
      textEdit: { range, newText: text },
      ...(snippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    };
  });
}

function described(candidate: Candidate, { resolvesDocumentation }: Client): CompletionItem {
  const { label, kind, detail, required, summary, deprecated } = candidate;
  // What a type is takes long to tell, so it is told when it is looked at.
  const isLater = resolvesDocumentation && kind === 'type';
  return {
    label,
    kind: KINDS[kind],
    sortText: `${required === true ? 0 : 1}${label}`,
    ...(detail === undefined ? {} : { detail: kind === 'key' && required === true ? `${detail} (required)` : detail }),
    ...(summary === undefined || isLater ? {} : { documentation: { kind: MarkupKind.Markdown, value: summary } }),
    ...(deprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
  };
}

const KINDS: Readonly<Record<Candidate['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  task: CompletionItemKind.Reference,
  type: CompletionItemKind.Class,
  value: CompletionItemKind.EnumMember,
  document: CompletionItemKind.Module,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  attribute: CompletionItemKind.Field,
  keyword: CompletionItemKind.Keyword,
  resource: CompletionItemKind.Reference,
};

function isQuote(text: string): boolean {
  return text.startsWith('"') || text.startsWith("'");
}

/** What of a type is kept until it is looked at. */
interface TypeData {
  readonly uri: string;
  readonly type: string;
  readonly section: SectionKey;
}

/** `completionItem/resolve`: what a type is, what it needs and where its page is. */
export function resolveCompletion(workspace: Workspace, item: CompletionItem): CompletionItem {
  const { uri, type, section }: Partial<TypeData> = item.data ?? {};
  if (uri === undefined || type === undefined || section === undefined) return item;
  const types = planOptions(workspace.catalogue, projectOf(workspace.projects, uri));
  const value = typeInMarkdown(type, section, types);
  return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}
