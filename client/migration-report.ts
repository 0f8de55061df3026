import * as vscode from 'vscode';
import type { MigrationAnswer } from '../server/protocol';
import { writeTitle } from './migration-words';

/** A migration whose report is shown. */
export interface Reported {
  readonly answer: MigrationAnswer;
  readonly key: vscode.Uri;
  readonly title: string;
  readonly column: vscode.ViewColumn;
}

/**
 * Shows the report of a migration in a tab of its own, with what can be done about it. The page has no script and fetches
 * nothing: its two links are commands of ours, and no others are let through. It is light or dark as the editor is.
 */
export function openReport({ answer, key, title, column }: Reported): vscode.WebviewPanel {
  const panel = vscode.window.createWebviewPanel(
    'dagport.report',
    title,
    { viewColumn: column, preserveFocus: true },
    {
      enableScripts: false,
      enableCommandUris: ['dagport.writeMigration', 'dagport.cancelMigration'],
      localResourceRoots: [],
      enableFindWidget: true,
    },
  );
  const link = (command: string, text: string): string =>
    `<a class="${command}" role="button" href="command:dagport.${command}Migration?${encodeURIComponent(JSON.stringify([key.toString()]))}">${text}</a>`;
  const problems = answer.problems.map((problem) => `<li>${escapeHtml(problem)}</li>`);
  const bar = `<p class="choose">${link('write', writeTitle(answer))} ${link('cancel', 'Cancel')}</p>`;
  const refused = problems.length === 0 ? '' : `<h2>Nothing can be made of</h2>\n<ul>${problems.join('\n')}</ul>`;
  panel.webview.html = answer.report
    .replace('</head>', `<style>${styleOf(vscode.window.activeColorTheme.kind)}</style>\n</head>`)
    .replace('</h1>', `</h1>\n${bar}\n${refused}`);
  return panel;
}

function styleOf(kind: vscode.ColorThemeKind): string {
  const isDark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
  return `
:root { color-scheme: ${isDark ? 'dark' : 'light'}; }
.choose { position: sticky; top: 0; z-index: 2; margin: 0 0 1rem; padding: 0.6rem 0; background: var(--ground); border-bottom: 1px solid var(--line); }
.choose a { display: inline-block; margin-right: 0.5rem; padding: 0.3rem 0.9rem; border: 1px solid var(--line); border-radius: 4px; }
.choose a.write { background: var(--vscode-button-background); color: var(--vscode-button-foreground); border-color: var(--vscode-button-border, transparent); }
.choose a:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
