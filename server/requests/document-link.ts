import type { DocumentLink } from 'vscode-languageserver';
import { documentationUrl, findType } from '../../schemas';
import { ruleUrl } from '../../text/diagnostic';
import { readSuppressions } from '../../text/suppressions';
import { RULE_FACTS } from '../../workflow/check';
import { absolute, asText, valueAt } from '../../workflow/read';
import { lspRange } from '../positions';
import { planOptions, projectOf } from '../project';
import type { OpenDocument, Workspace } from '../workspace';

/** `textDocument/documentLink`: from the type of a task to its page in Airflow's documentation, from a silenced rule to its page. */
export function documentLinks(workspace: Workspace, document: OpenDocument): DocumentLink[] {
  const { lines, text, documents } = document.file.get();
  const { catalogue } = planOptions(workspace.catalogue, projectOf(workspace.projects, document.uri));
  const types = documents
    .flatMap(({ items }) => items)
    .flatMap((item): DocumentLink[] => {
      const name = asText(valueAt(item.map, 'type'));
      const type = name === undefined || name.from !== undefined ? undefined : findType(catalogue, name.text);
      // Only classes of official packages have a page.
      if (name === undefined || !type?.classPath.startsWith('airflow.providers.')) return [];
      const target = documentationUrl(type);
      return [{ range: lspRange(lines, absolute(item, name)), target, tooltip: `Airflow's page on ${type.classPath}` }];
    });
  const known = new Set(RULE_FACTS.map(({ id }) => id));
  const rules = readSuppressions(text, lines, '#')
    .flatMap((suppression) => suppression.rules)
    .filter(({ id }) => known.has(id))
    .map(({ id, range }) => ({ range: lspRange(lines, range), target: ruleUrl(id), tooltip: `The page of ${id}` }));
  return [...types, ...rules];
}
