import * as vscode from 'vscode';
import type { MigrationAnswer } from '../server/protocol';
import { tellMigration, writeTitle } from './migration-words';

/** Above a workflow that is not written yet: what it is made of, and what can be done. */
export function migrationLenses(key: vscode.Uri, answer: MigrationAnswer): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(top, { title, command, arguments: [key.toString()] });
  return [
    lens(`$(check) ${writeTitle(answer)}`, 'dagport.writeMigration'),
    lens('$(close) Cancel', 'dagport.cancelMigration'),
    lens(`$(list-unordered) Report: ${tellMigration(answer)}`, 'dagport.showMigrationReport'),
  ];
}
