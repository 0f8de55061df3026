import { type Catalogue, describeType, documentationUrl, findType } from '../schemas';
import type { Composites } from '../workflow/composites';
import type { SectionKey } from '../workflow/read';
import { parametersByName } from './completion/parameters';
import { code, paragraphs, plain } from './markdown';

interface Types {
  readonly catalogue: Catalogue;
  readonly composites: Composites;
}

const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['branch', 'Chooses what runs: the first of its `cases` that is true, else `otherwise`.'],
  ['join', 'Waits until one of each of its `paths` has succeeded.'],
  ['fail', 'Fails the run, or the innermost group that handles it, with a message.'],
]);

/** A type for people: what it does, what it needs, what it becomes. Nothing of what is not known. */
export function typeInMarkdown(name: string, section: SectionKey, types: Types): string | undefined {
  const { catalogue, composites } = types;
  const keyword = section === 'generators' || section === 'resources' ? undefined : KEYWORDS.get(name);
  if (keyword !== undefined) return paragraphs(`**${name}** — of the language`, keyword);
  const required = requiredOf(name, section, types);
  const composite = composites.find(name);
  if (composite !== undefined) {
    const version = composite.version === 0 ? '' : ` ${composite.version}`;
    const summary = composite.summary === undefined ? undefined : plain(composite.summary);
    const head = `**${plain(composite.name)}**${version} — composite, ${plain(composite.file.path)}`;
    return paragraphs(head, summary, required);
  }
  const operator = findType(catalogue, name);
  if (operator !== undefined) {
    const isNeutral = operator.kind === 'neutral';
    const deprecated = operator.deprecated === undefined ? undefined : `Deprecated: ${plain(operator.deprecated)}`;
    return paragraphs(
      `**${plain(operator.name)}** — ${operator.kind}, ${plain(operator.provider)}`,
      plain(operator.summary),
      deprecated,
      isNeutral ? 'The environment chooses the operator.' : `Runs ${code(operator.classPath)}.`,
      required,
      isNeutral || !operator.classPath.startsWith('airflow.providers.')
        ? undefined
        : `[Airflow's page](${documentationUrl(operator)})`,
    );
  }
  const other = section === 'resources' ? catalogue.findResource(name) : catalogue.findGenerator(name);
  return other === undefined
    ? undefined
    : paragraphs(`**${plain(other.name)}** — ${other.kind}`, plain(other.summary), required);
}

function requiredOf(name: string, section: SectionKey, { catalogue, composites }: Types): string | undefined {
  const parameters = new Set(parametersByName(section, name, catalogue, composites).values());
  const required = [...parameters].filter((parameter) => parameter.required);
  if (required.length === 0) return undefined;
  return `Needs ${required.map((each) => `${code(each.name)} (${describeType(each.type)})`).join(', ')}.`;
}
