import type { TextDocumentItem } from 'vscode-languageserver';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { type LegacyKind, recogniseLegacy } from '../migration';
import type { Catalogue } from '../schemas';
import type { Diagnostic } from '../text/diagnostic';
import type { LineIndex } from '../text/range';
import { createFindingCache, type FindingCache } from '../text/rules';
import {
  type CheckContext,
  checkOutline,
  dagIdIn,
  type FileOutline,
  holdsWorkflow,
  isNamedWorkflow,
  outlineFile,
} from '../workflow/check';
import type { KnownItems } from '../workflow/plan';
import { readWorkflow, type WorkflowFile } from '../workflow/read';
import { handedOn } from './handed-on';
import { type Lazy, lazy } from './lazy';
import { type LegacyDocument, legacyDocument } from './legacy';
import type { LegacyReading } from './legacy-side';
import { type NameUse, namesOf } from './names';
import {
  configurationProblems,
  type Files,
  isConfiguration,
  noProjects,
  type Projects,
  pathOf,
  projectOf,
  settingsOf,
} from './project';
import type { SentGraph } from './sent-graph';
import type { Twins } from './twins';
import { waveNames } from './wave-names';

/** All state of the server: the documents that are open, and what a workflow may contain. */
export interface Workspace {
  /** What dagport brings; a project may have more, see `planOptions`. */
  readonly catalogue: Catalogue;
  /** By URI. What belongs to a document goes when it is closed. */
  readonly documents: Map<string, OpenDocument>;
  /** The definitions of legacy systems that are open, by URI. */
  readonly legacy: Map<string, LegacyDocument>;
  /** What is open and none of ours, as far as can be told: typing may make it a workflow. */
  readonly others: Map<string, TextDocument>;
  /** What is known of the legacy jobs of open workflows, by the workflow's URI. */
  readonly legacySides: Map<string, LegacyReading>;
  /** The graph of each workflow that was asked for last, by the workflow's URI. */
  readonly graphs: Map<string, SentGraph>;
  readonly files: Files;
  /** The configurations of the documents' folders. */
  projects: Projects;
  /** Which open documents become the DAG of another workflow; nothing before the server is initialised. */
  twins: Pick<Twins, 'of'> | undefined;
  /** Counts what the projects have been. */
  projectRevision: number;
  /** Counts every text that was ever open, so that a version number that is used again is not taken for the same text. */
  revisions: number;
}

/** One text of a workflow. What is known about it is found out when it is first asked for, once. */
export interface WorkflowReading {
  readonly uri: string;
  readonly path: string;
  readonly text: string;
  readonly file: Lazy<WorkflowFile>;
  readonly outline: Lazy<FileOutline>;
  /** Each place that names something. */
  readonly names: Lazy<readonly NameUse[]>;
  /** The id of the DAG that it becomes. */
  readonly dagId: Lazy<string | undefined>;
}

/** One version of an open document. */
export interface OpenDocument extends WorkflowReading {
  readonly version: number;
  readonly revision: number;
  readonly lines: Lazy<LineIndex>;
  readonly diagnostics: Lazy<readonly Diagnostic[]>;
  /** Holds the text while it is edited; shared by all versions. */
  readonly buffer: TextDocument;
  readonly memory: Memory;
}

/** What is known from earlier versions of a document; shared by all versions, until what they are checked with is another. */
interface Memory {
  /** What checks found. */
  readonly findings: FindingCache;
  /** What its graph is made of. */
  readonly drawn: KnownItems;
}

const newMemory = (): Memory => ({ findings: createFindingCache(), drawn: new Map() });

export function createWorkspace(catalogue: Catalogue, files: Files): Workspace {
  const [documents, legacy, others] = [new Map(), new Map(), new Map()];
  return {
    catalogue,
    documents,
    legacy,
    others,
    legacySides: new Map(),
    graphs: new Map(),
    files,
    projects: noProjects(),
    twins: undefined,
    projectRevision: 0,
    revisions: 0,
  };
}

/** Keeps a text that was opened as what it is: the definition of a legacy system, a workflow, or neither. */
export function openDocument(workspace: Workspace, item: TextDocumentItem): void {
  keepAsWhatItIs(workspace, TextDocument.create(item.uri, item.languageId, item.version, item.text));
}

function keepAsWhatItIs(workspace: Workspace, buffer: TextDocument): void {
  const text = buffer.getText();
  const legacy = recogniseLegacy(pathOf(buffer.uri), text);
  workspace.others.delete(buffer.uri);
  if (legacy !== undefined) keepLegacy(workspace, legacy.kind, buffer);
  else if (mayBeWorkflow(buffer, text)) keep(workspace, buffer, newMemory(), undefined);
  else workspace.others.set(buffer.uri, buffer);
}

const LEGACY_NAME = /(?:\.xml|\.groovy|\.jenkinsfile|\.json|\.md|\.py)$/i;

/** A person who opens a file as a workflow means it; other YAML, and what has no language, counts by name and by what it holds. */
function mayBeWorkflow({ uri, languageId }: TextDocument, text: string): boolean {
  if (LEGACY_NAME.test(uri)) return false;
  if (languageId !== 'yaml' || isConfiguration(uri) || isNamedWorkflow(uri)) return true;
  return holdsWorkflow(text);
}

function keepLegacy(workspace: Workspace, kind: LegacyKind, buffer: TextDocument): void {
  workspace.revisions++;
  workspace.legacy.set(buffer.uri, legacyDocument(kind, buffer, workspace.revisions, workspace.files));
}

/** Applies changes in the order in which they came. A change of a document that is not open is left out. */
export function changeDocument(
  workspace: Workspace,
  uri: string,
  version: number,
  changes: readonly TextDocumentContentChangeEvent[],
): void {
  const other = workspace.others.get(uri);
  if (other !== undefined) keepAsWhatItIs(workspace, TextDocument.update(other, [...changes], version));
  const legacy = workspace.legacy.get(uri);
  if (legacy !== undefined)
    keepLegacy(workspace, legacy.kind, TextDocument.update(legacy.buffer, [...changes], version));
  const before = workspace.documents.get(uri);
  if (before === undefined) return;
  const buffer = TextDocument.update(before.buffer, [...changes], version);
  keep(workspace, buffer, before.memory, before);
}

/** Takes other configurations; what was found in open documents has to be found again. */
export function changeProjects(workspace: Workspace, projects: Projects): void {
  workspace.projects = projects;
  workspace.projectRevision++;
  for (const document of [...workspace.documents.values()]) keep(workspace, document.buffer, newMemory(), document);
}

/** What an open document is checked with is something else now. */
export function recheckDocument(workspace: Workspace, uri: string): void {
  const document = workspace.documents.get(uri);
  if (document !== undefined) keep(workspace, document.buffer, document.memory, document);
}

export function closeDocument(workspace: Workspace, uri: string): void {
  workspace.documents.delete(uri);
  workspace.legacy.delete(uri);
  workspace.others.delete(uri);
  workspace.legacySides.delete(uri);
  workspace.graphs.delete(uri);
}

function keep(workspace: Workspace, buffer: TextDocument, memory: Memory, before: WorkflowReading | undefined): void {
  const { uri, version } = buffer;
  const reading = readingOf(uri, buffer.getText(), before);
  const { projects } = workspace;
  const diagnostics = lazy(() =>
    isConfiguration(uri)
      ? configurationProblems(projects, uri, reading.text)
      : checkOutline(reading.outline.get(), { ...openContext(workspace, uri), cache: memory.findings }),
  );
  workspace.revisions++;
  const lines = lazy(() => reading.file.get().lines);
  const document = { ...reading, version, revision: workspace.revisions, lines, diagnostics, buffer, memory };
  workspace.documents.set(uri, document);
}

/** A text as a workflow; `before` is what it was read as earlier, with other text. */
export function readingOf(uri: string, text: string, before?: WorkflowReading): WorkflowReading {
  const path = pathOf(uri);
  const file = lazy((previous: WorkflowFile | undefined) => readWorkflow(path, text, previous), before?.file);
  const outline = lazy((previous: FileOutline | undefined) => outlineFile(file.get(), previous), before?.outline);
  const names = lazy(() => [...namesOf(outline.get()), ...handedOn(outline.get()), ...waveNames(outline.get())]);
  const dagId = lazy(() => (isConfiguration(uri) ? undefined : dagIdIn(text)));
  return { uri, path, text, file, outline, names, dagId };
}

/** What an open document is checked with. */
function openContext(workspace: Workspace, uri: string): CheckContext {
  const twin = workspace.twins?.of(uri);
  const context = checkContext(workspace, uri);
  return twin === undefined ? context : { ...context, twin };
}

/** What a workflow of a place is checked with. */
export function checkContext({ catalogue, projects }: Workspace, uri: string): CheckContext {
  return settingsOf(catalogue, projectOf(projects, uri), uri).check;
}
