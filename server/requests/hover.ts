import { type Hover, MarkupKind } from 'vscode-languageserver';
import { DAG_KEYS, DOCUMENT_KEYS, describeType, NODE_KEYS, type Parameter } from '../../schemas';
import { ruleUrl } from '../../text/diagnostic';
import { holds, offsetAt, type Position, type Range } from '../../text/range';
import { readSuppressions } from '../../text/suppressions';
import { RULE_FACTS } from '../../workflow/check';
import type { Composites } from '../../workflow/composites';
import type { PlanOptions } from '../../workflow/plan';
import { asText, valueAt } from '../../workflow/read';
import { typeInMarkdown } from '../about-type';
import { parametersByName } from '../completion/parameters';
import { code, paragraphs, plain } from '../markdown';
import { nameAt, sameName } from '../names';
import { type Place, placeAt } from '../place';
import { lspRange } from '../positions';
import { planOptions, projectOf } from '../project';
import type { OpenDocument, Workspace } from '../workspace';

/** `textDocument/hover`: what the key, type, name or suppressed rule at a position is. */
export function hover(workspace: Workspace, document: OpenDocument, position: Position): Hover | null {
  const file = document.file.get();
  const offset = offsetAt(file.lines, position);
  const found = aboutRule(document, offset) ?? aboutPlace(typesOf(workspace, document), document, offset);
  if (found === undefined) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: found.markdown },
    range: lspRange(file.lines, found.range),
  };
}

interface About {
  readonly markdown: string;
  readonly range: Range;
}

function aboutRule(document: OpenDocument, offset: number): About | undefined {
  const { text, lines } = document.file.get();
  const suppressed = readSuppressions(text, lines, '#').flatMap((suppression) => suppression.rules);
  const here = suppressed.find(({ range }) => holds(range, offset));
  const facts = RULE_FACTS.find((rule) => rule.id === here?.id);
  if (here === undefined || facts === undefined) return undefined;
  const { summary, why } = facts.documentation;
  return {
    markdown: paragraphs(`**${facts.id}**`, summary, why, `[Documentation](${ruleUrl(facts.id)})`),
    range: here.range,
  };
}

type Types = Pick<PlanOptions, 'catalogue'> & { readonly composites: Composites };

function typesOf({ catalogue, projects }: Workspace, { uri }: OpenDocument): Types {
  return planOptions(catalogue, projectOf(projects, uri));
}

function aboutPlace(types: Types, document: OpenDocument, offset: number): About | undefined {
  const place = placeAt(document.file.get(), offset);
  if (place === undefined) return undefined;
  const markdown = place.isKey
    ? aboutKey(place, types)
    : (aboutType(place, types) ?? aboutName(document, place.range.start));
  return markdown === undefined ? undefined : { markdown, range: place.range };
}

function aboutKey({ way, item, scalar: { text } }: Place, { catalogue, composites }: Types): string | undefined {
  const [top, , key] = way;
  if (item !== undefined && key === 'properties' && way.length === 3) {
    const type = asText(valueAt(item.map, 'type'))?.text ?? '';
    return aboutParameter(text, parametersByName(item.section, type, catalogue, composites).get(text));
  }
  if (item === undefined && way.length === 1 && top === 'default_task_args') {
    return aboutParameter(text, catalogue.baseParameters.get(text));
  }
  const facts = item !== undefined ? NODE_KEYS : top === 'dag_args' ? DAG_KEYS : top === undefined ? DOCUMENT_KEYS : [];
  const known = way.length <= 2 ? facts.find(({ name }) => name === text) : undefined;
  return known === undefined ? undefined : paragraphs(`**${known.name}**`, known.summary);
}

function aboutParameter(name: string, parameter: Parameter | undefined): string | undefined {
  if (parameter === undefined) return undefined;
  const notes = [
    describeType(parameter.type),
    parameter.required ? 'required' : undefined,
    parameter.templated === true ? 'Jinja template' : undefined,
    parameter.default === undefined ? undefined : `default: ${code(JSON.stringify(parameter.default))}`,
  ];
  const called = parameter.name === name ? undefined : `Airflow calls it ${code(parameter.name)}.`;
  const head = `**${plain(name)}** — ${notes.filter((note) => note !== undefined).join(', ')}`;
  const deprecated = parameter.deprecated === undefined ? undefined : `Deprecated: ${plain(parameter.deprecated)}`;
  return paragraphs(head, parameter.summary === undefined ? undefined : plain(parameter.summary), called, deprecated);
}

function aboutType({ way, item, scalar: { text } }: Place, types: Types): string | undefined {
  if (item === undefined || way.length !== 3 || way[2] !== 'type') return undefined;
  return typeInMarkdown(text, item.section, types);
}

/** A task where it is named: its type, what it waits for and what waits for it. */
function aboutName(document: OpenDocument, offset: number): string | undefined {
  const names = document.names.get();
  const here = nameAt(names, offset);
  if (here?.kind !== 'node' || here.scope === undefined) return undefined;
  if (!names.some((use) => use.definition && sameName(use, here))) return undefined;
  const node = here.scope.byName.get(here.name)?.[0];
  const edges = here.scope.edges;
  const before = edges.filter((edge) => edge.to === node).map((edge) => edge.from.name?.text ?? '');
  const after = edges.filter((edge) => edge.from === node).map((edge) => edge.to.name?.text ?? '');
  return paragraphs(
    `**${plain(here.name)}** — ${plain(node?.type?.text ?? 'no type')}`,
    before.length === 0 ? 'Waits for nothing.' : `Waits for ${some(before)}.`,
    after.length === 0 ? 'Nothing waits for it.' : `Before ${some(after)}.`,
  );
}

const MOST_NAMES = 8;

function some(names: readonly string[]): string {
  const listed = [...new Set(names)];
  const shown = listed.slice(0, MOST_NAMES).map(code).join(', ');
  return listed.length > MOST_NAMES ? `${shown} and ${listed.length - MOST_NAMES} more` : shown;
}
