import {
  type ChangeAnnotation,
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  CreateFile,
  TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { LegacyConversion } from '../../migration';
import type { ClientAbilities } from '../capabilities';
import type { LegacyDocument } from '../legacy';
import { MIGRATE_COMMAND } from '../protocol';
import type { Workspace } from '../workspace';
import { type MigrationObserver, migrationOf } from './migration';

export const MIGRATE = CodeActionKind.RefactorRewrite;

/** `textDocument/codeAction` in a legacy definition: makes it a workflow. Its edit is made when it is chosen. */
export function migrateActions(
  document: LegacyDocument,
  only: readonly string[] | undefined,
  client: ClientAbilities,
): CodeAction[] {
  const wanted = only?.some((kind) => MIGRATE === kind || MIGRATE.startsWith(`${kind}.`)) ?? true;
  if (!wanted || !client.createsFiles) return [];
  const title = 'Migrate to workflow YAML';
  // A client that has the command shows the result and asks: an edit to be confirmed would be one to be ticked, part by part.
  if (client.migrates) {
    return [{ title, kind: MIGRATE, command: { title, command: MIGRATE_COMMAND, arguments: [document.uri] } }];
  }
  return [{ title, kind: MIGRATE, data: { uri: document.uri } }];
}

/**
 * The workflows that a definition becomes, each with its sidecar and the text that it began as, as new files beside it:
 * an edit that fails whole where one of them is there. Where the client can, it shows them before it writes them.
 */
export async function migration(
  workspace: Workspace,
  uri: string,
  client: ClientAbilities,
  observer: MigrationObserver,
): Promise<WorkspaceEdit> {
  const { workflows } = await migrationOf(workspace, uri, observer);
  const files = workflows.flatMap((workflow) => [{ uri: workflow.uri, text: workflow.text }, ...workflow.records]);
  const annotation: ChangeAnnotation = { label: 'Migrate to workflow YAML', needsConfirmation: true };
  return {
    documentChanges: files.flatMap((file) => newFile(file.uri, file.text, client)),
    ...(client.annotatesChanges ? { changeAnnotations: { migrate: annotation } } : {}),
  };
}

function newFile(uri: string, text: string, { annotatesChanges }: ClientAbilities): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 };
  const insert = { range: { start, end: start }, newText: text };
  const create = CreateFile.create(uri, { overwrite: false, ignoreIfExists: false });
  return [
    annotatesChanges ? { ...create, annotationId: 'migrate' } : create,
    TextDocumentEdit.create({ uri, version: null }, [
      annotatesChanges ? { ...insert, annotationId: 'migrate' } : insert,
    ]),
  ];
}

/** `textDocument/codeLens` in a legacy definition: what migrating it would give, and a way to do it. */
export async function migrationLenses(document: LegacyDocument): Promise<CodeLens[]> {
  const conversion = await document.conversion.get();
  const start = { line: 0, character: 0 };
  const command = {
    title: `Migrate to workflow YAML: ${summary(conversion)}`,
    command: MIGRATE_COMMAND,
    arguments: [document.uri],
  };
  return conversion.result.workflows.length === 0 ? [] : [{ range: { start, end: start }, command }];
}

function summary({ result }: LegacyConversion): string {
  const constructs = result.sources.flatMap((source) => source.constructs);
  const manual = constructs.filter(({ status }) => status === 'manual').length;
  const approximated = constructs.filter(({ status }) => status === 'approximated').length;
  if (manual > 0) return `${manual} of ${constructs.length} constructs need a person`;
  return approximated === 0 ? 'all of it is converted' : `all of it is converted, ${approximated} with a difference`;
}
