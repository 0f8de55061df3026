import {
  type Catalogue,
  describeType,
  findGenerator,
  findResource,
  findType,
  type GeneratorType,
  type OperatorType,
  type Parameter,
  type ResourceType,
} from '../schemas';
import { didYouMean } from '../text/nearest';
import { renderRulePage } from '../text/rule-page';
import { formerType } from '../workflow/check';
import type { Composites } from '../workflow/composites';
import { explainOther, otherNames, otherSummaries } from './explain/language';
import { explainProfile } from './explain/profile';
import { EXIT, reportFailures } from './failure';
import type { CommandIo } from './io';
import type { ExplainOptions } from './options';
import { openProjects } from './project';
import { ALL_RULES, exampleLanguage } from './rules';

/** `dagport explain`: the text of a rule or of a type, or the names of all. */
export async function explainCommand(io: CommandIo, { name, of, format }: ExplainOptions): Promise<number> {
  if (name === 'profile') return explainProfile(io, of, format);
  const { catalogue, composites } = await openProjects(io.cwd).of('dagport.yaml');
  if (name === undefined) {
    io.stdout(
      format === 'json' ? `${JSON.stringify(listJson(catalogue, composites))}\n` : listText(catalogue, composites),
    );
    return EXIT.fine;
  }
  const text = explain(name, catalogue) ?? explainOther(name, composites);
  if (text === undefined) {
    const classes = catalogue.providers?.classes.map((one) => one.name) ?? [];
    const known = [...ALL_RULES.map((rule) => rule.id), ...allTypes(catalogue), ...otherNames(composites), ...classes];
    const former = formerType(name, { catalogue, composites });
    const moved = former?.use === undefined ? '' : ` ${former.why} It is "${former.use}" now.`;
    const message = `there is no rule and no type "${name}".${moved === '' ? didYouMean(name, known) : moved}`;
    return reportFailures(
      io,
      [{ kind: 'usage', code: 'unknown-name', message, hint: 'Without a name, "dagport explain" lists them all.' }],
      format === 'json',
    );
  }
  io.stdout(format === 'json' ? `${JSON.stringify({ version: 1, name, text })}\n` : text);
  return EXIT.fine;
}

function allTypes(catalogue: Catalogue): readonly string[] {
  return [...catalogue.names, ...catalogue.generatorNames, ...catalogue.resourceNames];
}

function listJson(catalogue: Catalogue, composites: Composites): unknown {
  const rules = ALL_RULES.map(({ id, category, documentation }) => ({ id, category, summary: documentation.summary }));
  const types = typeSummaries(catalogue, composites).map(([name, summary]) => ({ name, summary }));
  return { version: 1, rules, types };
}

function listText(catalogue: Catalogue, composites: Composites): string {
  const rows = (items: readonly (readonly [string, string])[]): string => {
    const width = Math.max(...items.map(([name]) => name.length));
    return items.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}\n`).join('');
  };
  const rules = ALL_RULES.map(({ id, documentation }) => [id, documentation.summary] as const);
  return `Rules\n${rows(rules)}\nTypes\n${rows(typeSummaries(catalogue, composites))}`;
}

function typeSummaries(catalogue: Catalogue, composites: Composites): readonly (readonly [string, string])[] {
  const types = allTypes(catalogue).map((name) => [name, find(name, catalogue)?.summary ?? ''] as const);
  return [...otherSummaries(composites), ...types];
}

function find(name: string, catalogue: Catalogue) {
  return findType(catalogue, name) ?? findGenerator(catalogue, name) ?? findResource(catalogue, name);
}

/** The text about a rule or type; nothing where neither has the name. */
function explain(name: string, catalogue: Catalogue): string | undefined {
  const rule = ALL_RULES.find((known) => known.id === name);
  if (rule !== undefined) return renderRulePage(rule, exampleLanguage(rule));
  const type = find(name, catalogue);
  return type === undefined ? undefined : explainType(type);
}

/** The text about a type: what it is and what it takes. */
export function explainType(type: OperatorType | GeneratorType | ResourceType): string {
  const facts =
    'classPath' in type && type.kind !== 'neutral'
      ? [
          `Class: ${type.classPath}`,
          `Provider: ${type.provider}`,
          ...(type.url === undefined ? [] : [`Page: ${type.url}`]),
          ...(type.deprecated === undefined ? [] : [`Deprecated: ${type.deprecated}`]),
        ]
      : [];
  const names = type.aliases.length === 0 ? [] : [`Also called: ${type.aliases.join(', ')}`];
  const parameters = type.parameters.map(parameterLine);
  return `${[`# ${type.name}`, `*${type.kind}*`, type.summary, ...names, ...facts].join('\n\n')}\n\n## Properties\n\n${parameters.length === 0 ? 'None of its own.\n' : parameters.join('')}`;
}

function parameterLine({ name, type, required, summary, default: value, fill, deprecated }: Parameter): string {
  const standard = fill ?? value;
  const notes = [
    required ? 'required' : '',
    standard === undefined ? '' : `default ${JSON.stringify(standard)}`,
    deprecated === undefined ? '' : `deprecated: ${deprecated}`,
  ].filter((note) => note !== '');
  const tail = [...notes, ...(summary === undefined ? [] : [summary])].join('. ');
  return `- \`${name}\`: ${describeType(type)}${tail === '' ? '' : `. ${tail}`}\n`;
}
