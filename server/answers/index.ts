import type { Connection } from 'vscode-languageserver';
import { answersOf } from './about';
import { answerLanguageRequests } from './language';
import { answerOwnRequests } from './own';
import { answerProblemRequests } from './problems';
import type { Sources } from './sources';

/** Answers all requests of a client. */
export function answerRequests(connection: Connection, sources: Sources): void {
  const answers = answersOf(sources.workspace);
  answerProblemRequests(connection, sources, answers);
  answerLanguageRequests(connection, sources, answers);
  answerOwnRequests(connection, sources, answers);
}
