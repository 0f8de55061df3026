import {
  type CompletionItem,
  CompletionRequest,
  type Diagnostic,
  DocumentDiagnosticRequest,
  type TextEdit,
} from 'vscode-languageserver/node';
import { applyEdits } from '../../../text/edit';
import { indexLines, offsetAt } from '../../../text/range';
import { cursor, type Session, startSession, URI } from '../session';

/*
 * What users of other YAML servers complained about for years: the tests here have one for each group, by the numbers of
 * the survey that `docs/editors.md` sums up.
 */

export const textDocument = { uri: URI };
export const HEAD = 'name: x\nformat: 1\noperators:\n';

/** What the tests ask a server, each in a file of its own. */
export interface Client {
  readonly session: Session;
  /** Something that is done while a text is open. */
  opened<T>(text: string, use: () => Promise<T>): Promise<T>;
  diagnostics(text: string): Promise<readonly Diagnostic[]>;
  /** The rules of what is found. */
  rules(text: string): Promise<readonly unknown[]>;
  /** What is offered at `‸`, and the text without it. */
  completions(marked: string): Promise<{ readonly text: string; readonly items: readonly CompletionItem[] }>;
}

export async function startClient(): Promise<Client> {
  const completionItem = { snippetSupport: true };
  const session = await startSession({ textDocument: { diagnostic: {}, completion: { completionItem } } });
  const opened = async <T>(text: string, use: () => Promise<T>): Promise<T> => {
    await session.open(text);
    try {
      return await use();
    } finally {
      await session.close();
    }
  };
  const diagnostics = (text: string): Promise<readonly Diagnostic[]> =>
    opened(text, async () => {
      const report = await session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
      return report.kind === 'full' ? report.items : [];
    });
  return {
    session,
    opened,
    diagnostics,
    rules: async (text) => (await diagnostics(text)).map(({ code }) => code),
    completions: (marked) => {
      const { text, position } = cursor(marked);
      return opened(text, async () => {
        const answer = await session.connection.sendRequest(CompletionRequest.type, { textDocument, position });
        return { text, items: Array.isArray(answer) ? answer : [] };
      });
    },
  };
}

export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = indexLines(text);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({
      range: { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
      text: newText,
    })),
  );
}

export function chosen(text: string, item: CompletionItem | undefined): string {
  const edit = item?.textEdit;
  return edit !== undefined && 'range' in edit ? edited(text, [edit]) : text;
}

export function manyTasks(count: number, of: (index: number) => string): string {
  return HEAD + Array.from({ length: count }, (_, index) => of(index)).join('');
}

/** How much longer something takes for ten times as much: milliseconds of this process, the least of three. */
export async function growth(small: () => Promise<unknown>, large: () => Promise<unknown>): Promise<number> {
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

export const plainTask = (index: number): string =>
  `- name: task_${index}\n  type: bash\n  properties:\n    bash_command: |\n      echo ${index}\n      echo again\n`;
