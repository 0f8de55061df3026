import type { DocumentLink } from 'vscode-languageserver';
import { findType } from '../../schemas';
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
      const target = type === undefined ? undefined : documentationUrl(type);
      if (name === undefined || type === undefined || target === undefined) return [];
      return [{ range: lspRange(lines, absolute(item, name)), target, tooltip: `Airflow's page on ${type.classPath}` }];
    });
  const known = new Set(RULE_FACTS.map(({ id }) => id));
  const rules = readSuppressions(text, lines, '#')
    .flatMap((suppression) => suppression.rules)
    .filter(({ id }) => known.has(id))
    .map(({ id, range }) => ({ range: lspRange(lines, range), target: ruleUrl(id), tooltip: `The page of ${id}` }));
  return [...types, ...rules];
}

/** The page of a class of an official provider; other classes have none that is known. */
function documentationUrl({ classPath }: { readonly classPath: string }): string | undefined {
  const provider =
    /^airflow\.providers\.([a-z0-9_.]+?)\.(?:operators|sensors|transfers|decorators|notifications)\./.exec(classPath);
  if (provider?.[1] === undefined) return undefined;
  const distribution = `apache-airflow-providers-${provider[1].replace(/[._]/g, '-')}`;
  const module = classPath.slice(0, classPath.lastIndexOf('.'));
  const page = module.replaceAll('.', '/');
  return `https://airflow.apache.org/docs/${distribution}/stable/_api/${page}/index.html#${classPath}`;
}
