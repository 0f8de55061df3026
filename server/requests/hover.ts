import { type Hover, MarkupKind } from 'vscode-languageserver';
import {
  DAG_KEYS,
  DOCUMENT_KEYS,
  describeType,
  findType,
  NODE_KEYS,
  type Parameter,
  parametersOf,
} from '../../schemas';
import { ruleUrl } from '../../text/diagnostic';
import { holds, offsetAt, type Position, type Range } from '../../text/range';
import { readSuppressions } from '../../text/suppressions';
import { RULE_FACTS } from '../../workflow/check';
import type { Composites } from '../../workflow/composites';
import type { PlanOptions } from '../../workflow/plan';
import { asText, valueAt } from '../../workflow/read';
import { typeInMarkdown } from '../about-type';
import { parametersByName } from '../completion/parameters';
import { aboutAlias } from '../hover/alias';
import { aboutConfiguration } from '../hover/configuration';
import { aboutImage, inheritedBy, overriddenBy } from '../hover/effective';
import { aboutSource } from '../hover/migrated';
import { aboutSchedule } from '../hover/schedule';
import { code, paragraphs, plain } from '../markdown';
import { nameAt, sameName } from '../names';
import { type Place, placeAt } from '../place';
import { lspRange } from '../positions';
import { isConfiguration, planOptions, projectOf } from '../project';
import { pointerStep } from '../sidecar-pointers';
import type { OpenDocument, Workspace } from '../workspace';

/**
 * `textDocument/hover`: what the key, type, name, image, schedule or suppressed rule at a position is, what it comes to in
 * the end, and where it was migrated from.
 * @param now milliseconds since 1970: from then on the runs of a schedule are told
 */
export async function hover(
  workspace: Workspace,
  document: OpenDocument,
  position: Position,
  now: number,
): Promise<Hover | null> {
  const file = document.file.get();
  const offset = offsetAt(file.lines, position);
  const found = aboutRule(document, offset) ?? (await aboutPlace(workspace, document, offset, now));
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

type Types = PlanOptions & { readonly composites: Composites };

async function aboutPlace(
  workspace: Workspace,
  document: OpenDocument,
  offset: number,
  now: number,
): Promise<About | undefined> {
  const types = planOptions(workspace.catalogue, projectOf(workspace.projects, document.uri));
  const place = placeAt(document.file.get(), offset);
  if (place === undefined) return undefined;
  const { from, start } = place.scalar;
  if (from !== undefined) return aboutAlias(document, place.range.start - start + from.start, offset);
  if (isConfiguration(document.uri)) {
    const markdown = aboutConfiguration(place);
    return markdown === undefined ? undefined : { markdown, range: place.range };
  }
  const markdown =
    aboutSchedule(place, now) ??
    (place.isKey
      ? aboutKey(place, document, types)
      : (aboutType(place, document, types) ??
        aboutImageAt(place, document, types) ??
        (await aboutName(workspace, document, place.range.start))));
  return markdown === undefined ? undefined : { markdown, range: place.range };
}

function aboutKey({ way, item, scalar: { text } }: Place, document: OpenDocument, types: Types): string | undefined {
  const { catalogue, composites } = types;
  const [top, , key] = way;
  if (item !== undefined && key === 'properties' && way.length === 3) {
    const type = asText(valueAt(item.map, 'type'))?.text ?? '';
    const parameter = parametersByName(item.section, type, catalogue, composites).get(text);
    const about = aboutParameter(text, parameter);
    return about === undefined ? undefined : paragraphs(about, overriddenBy(text, item, document.file.get(), types));
  }
  if (item === undefined && way.length === 1 && top === 'default_task_args') {
    return aboutParameter(text, catalogue.baseParameters.get(text));
  }
  if (item === undefined && way.length === 2 && top === 'operator_defaults') {
    const type = findType(catalogue, String(way[1]));
    return type === undefined ? undefined : aboutParameter(text, parametersOf(catalogue, type).get(text));
  }
  if (item === undefined && way.length === 1 && top === 'operator_defaults') {
    return typeInMarkdown(text, 'operators', types);
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

function aboutType({ way, item, scalar: { text } }: Place, document: OpenDocument, types: Types): string | undefined {
  if (item === undefined || way.length !== 3 || way[2] !== 'type') return undefined;
  const about = typeInMarkdown(text, item.section, types);
  return about === undefined ? undefined : paragraphs(about, inheritedBy(item, document.file.get(), types));
}

function aboutImageAt({ way, item, scalar }: Place, document: OpenDocument, types: Types): string | undefined {
  if (item === undefined || way.length !== 3 || way[2] !== 'image') return undefined;
  return aboutImage(scalar.text, document.file.get(), types);
}

/** A task where it is named: its type, what it waits for and what waits for it, and where it was migrated from. */
async function aboutName({ files }: Workspace, document: OpenDocument, offset: number): Promise<string | undefined> {
  const names = document.names.get();
  const here = nameAt(names, offset);
  if (here?.kind !== 'node' || here.scope === undefined) return undefined;
  if (!names.some((use) => use.definition && sameName(use, here))) return undefined;
  const node = here.scope.byName.get(here.name)?.[0];
  const edges = here.scope.edges;
  const before = edges.filter((edge) => edge.to === node).map((edge) => edge.from.name?.text ?? '');
  const after = edges.filter((edge) => edge.from === node).map((edge) => edge.to.name?.text ?? '');
  const target = here.scope.primary ? '' : `${pointerStep(here.scope.document.name ?? '')}/`;
  const pointer = `${target}${node?.section ?? 'operators'}/${pointerStep(here.name)}`;
  return paragraphs(
    `**${plain(here.name)}** — ${plain(node?.type?.text ?? 'no type')}`,
    before.length === 0 ? 'Waits for nothing.' : `Waits for ${some(before)}.`,
    after.length === 0 ? 'Nothing waits for it.' : `Before ${some(after)}.`,
    await aboutSource(files, document.uri, pointer),
  );
}

const MOST_NAMES = 8;

function some(names: readonly string[]): string {
  const listed = [...new Set(names)];
  const shown = listed.slice(0, MOST_NAMES).map(code).join(', ');
  return listed.length > MOST_NAMES ? `${shown} and ${listed.length - MOST_NAMES} more` : shown;
}
