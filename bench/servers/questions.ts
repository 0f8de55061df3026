import type { ProtocolConnection } from 'vscode-languageserver/node';
import { indexLines, positionAt } from '../../text/range';

/** One thing that is asked of a server, with its budget. */
export interface Question {
  readonly name: string;
  /** Milliseconds at 1,000 operators, where `yaml` reads the file of the bench in 66 (DESIGN §8); absent, nothing is promised. */
  readonly budget?: number;
  /** The same at 10,000 operators, where it differs. */
  readonly budgetOf10000?: number;
  /** Only dagport answers it. */
  readonly ours?: true;
  readonly ask: (session: Session, run: number) => Promise<unknown>;
}

/** A document that is open in a server. */
export interface Session {
  readonly connection: ProtocolConnection;
  readonly uri: string;
  /** The text as it was opened. */
  readonly text: string;
  readonly operators: number;
  /** Makes a change, and waits for what is found in the text that comes of it. */
  edited(change: { readonly at: number; readonly length: number; readonly text: string }): Promise<void>;
}

/** The operator in the middle: what stands before or behind it makes no difference then. */
function placeOf({ text, operators }: Session, what: string): number {
  const name = `- name: task-${Math.floor(operators / 2) + 1}\n`;
  return text.indexOf(what, text.indexOf(name)) + what.length;
}

/** A request about a place: where in the middle operator a text ends, and how far before that. */
function asks(
  name: string,
  method: string,
  what: string,
  back: number,
  rest: Partial<Question> & { more?: object },
): Question {
  const { more = {}, ...facts } = rest;
  return {
    name,
    ...facts,
    ask: ({ connection, uri, ...session }) => {
      const position = positionAt(indexLines(session.text), placeOf({ connection, uri, ...session }, what) - back);
      return connection.sendRequest(method, { textDocument: { uri }, position, ...more });
    },
  };
}

/** A letter that is typed, and in the next run taken back: the text of the other questions is as it was opened. */
function types(name: string, what: string, letter: string, facts: Partial<Question>): Question {
  return {
    name,
    ...facts,
    ask: (session, run) => {
      const at = placeOf(session, what);
      return session.edited(run % 2 === 0 ? { at, length: 0, text: letter } : { at, length: letter.length, text: '' });
    },
  };
}

const OURS = { ours: true } as const;

/** Each is asked an even number of times. */
export const QUESTIONS: readonly Question[] = [
  types('key in a command → findings', 'load --table', 'x', { budget: 20, budgetOf10000: 100 }),
  types('key in a dependency → findings', '_dependencies: [task-', '9', { budget: 20, budgetOf10000: 100 }),
  types('line below a task → findings', '# seconds\n', '  # \n', { budget: 20, budgetOf10000: 100 }),
  asks('hover', 'textDocument/hover', 'type: bash', 1, { budget: 5 }),
  asks('completion of a name', 'textDocument/completion', '_dependencies: [', 0, { budget: 10 }),
  asks('completion of a type', 'textDocument/completion', 'type: ', 0, { budget: 10 }),
  asks('completion of a key', 'textDocument/completion', '  properties:\n    ', 0, { budget: 10 }),
  asks('definition', 'textDocument/definition', '_dependencies: [task-', 0, { budget: 5, ...OURS }),
  asks('references', 'textDocument/references', '- name: task-', 0, {
    budget: 5,
    ...OURS,
    more: { context: { includeDeclaration: true } },
  }),
  asks('rename', 'textDocument/rename', '- name: task-', 0, { budget: 20, ...OURS, more: { newName: 'other' } }),
  {
    name: 'outline',
    ask: ({ connection, uri }) => connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } }),
  },
  {
    name: 'graph, as written',
    ...OURS,
    ask: ({ connection, uri }) => connection.sendRequest('dagport/graph', { textDocument: { uri }, view: 'authored' }),
  },
];
