import { type Cursor, type Grammar, matchBrackets, peek, report } from './cursor';
import { parseCommand, parseExpression } from './expressions';
import { lex } from './lexer';
import { parseMembers, parseStatements } from './statements';
import type { SourceFile, Statement } from './syntax';

const grammar: Grammar = {
  expression: parseExpression,
  command: parseCommand,
  statements: parseStatements,
  members: parseMembers,
};

/**
 * Reads Groovy 2.4 source as Jenkins does. Never throws; the time is linear in the length of the text, the depth of
 * nesting is bounded. After a problem it goes on, so that a broken line costs that line.
 */
export function parseGroovy(text: string): SourceFile {
  const { tokens, comments, problems } = lex(text);
  const cursor: Cursor = {
    text,
    tokens,
    partners: matchBrackets(tokens),
    index: 0,
    newlinesEnd: true,
    pathStart: -1,
    depth: 0,
    recovering: false,
    inAnnotation: false,
    problems: [...problems],
    grammar,
  };
  const statements: Statement[] = [];
  for (;;) {
    statements.push(...parseStatements(cursor));
    if (peek(cursor).kind === 'end') break;
    report(cursor, 'This "}" closes nothing.');
    cursor.index++;
  }
  const late = statements.slice(1).find((statement) => statement.kind === 'package');
  if (late !== undefined) cursor.problems.push({ message: 'A package is named at the very start.', range: late.range });
  cursor.problems.sort((a, b) => a.range.start - b.range.start);
  return { text, statements, comments, problems: cursor.problems };
}
