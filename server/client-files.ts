import type { Connection } from 'vscode-languageserver';
import { LEGACY_NAMES } from '../migration';
import { WORKFLOW_GLOB } from '../workflow/check';
import type { Files } from './project';
import { LIST_FILES_REQUEST, type ListFilesParams, READ_FILE_REQUEST, type ReadFileParams } from './protocol';

/** Files that the client reads: there is no disk, or they are not on it. A client that cannot has none. */
export function filesOfClient(connection: Connection): Files {
  const read = (params: ReadFileParams): Promise<string | null> =>
    connection.sendRequest<string | null>(READ_FILE_REQUEST, params).catch(() => null);
  const list = (params: ListFilesParams): Promise<readonly string[] | null> =>
    connection.sendRequest<readonly string[] | null>(LIST_FILES_REQUEST, params).catch(() => null);
  return {
    readText: async (uri) => (await read({ uri })) ?? undefined,
    // A client gives files below a folder, and follows no link out of it.
    listYaml: async (uri, within) =>
      uri.startsWith(within) ? ((await list({ uri, pattern: '**/*.{yaml,yml}' })) ?? undefined) : undefined,
    listWorkflows: async (uri) => (await list({ uri, pattern: WORKFLOW_GLOB })) ?? [],
    listLegacy: async (uri, below) => (await list({ uri, pattern: below ? `**/${LEGACY_NAMES}` : LEGACY_NAMES })) ?? [],
  };
}
