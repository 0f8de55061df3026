import type { Range } from '../../text/range';
import { looksSecret } from '../secret';
import { concatTemplates, constantText, type Template, textTemplate, valueTemplate } from './el/template';

/** The properties that a job is submitted with, and which of them its definition turned out to use. */
export interface JobProperties {
  /** Raw values by name, the strongest source of each. The order is that in which they are written as parameters. */
  readonly values: ReadonlyMap<string, string>;
  /** Values that differ from run to run: what a coordinator passes on. They win over `values`. */
  readonly perRun: ReadonlyMap<string, () => Template>;
  /** What a sub-workflow gets from the workflow around it; nothing where that has no such property. */
  readonly inherited?: (name: string, site: UseSite) => Template | undefined;
  /** Where a name is looked up that nothing here defines. */
  readonly outer?: (name: string, site: UseSite) => Template;
  /** Values stand as text where they are used: a sub-workflow's names are not those of the DAG's parameters. */
  readonly literal?: true;
  readonly used: Map<string, UsedProperty>;
}

/** Does anything define the property? */
export function isDefined(properties: JobProperties, name: string, site: UseSite): boolean {
  const { perRun, values, inherited } = properties;
  return perRun.has(name) || values.has(name) || inherited?.(name, site) !== undefined;
}

export interface UsedProperty {
  /** Absent where nothing defines the property, so that whoever starts a run has to. */
  readonly value?: string;
  /** Where it is used first. */
  readonly path: string;
  readonly range: Range;
}

export interface UseSite {
  readonly path: string;
  readonly range: Range;
}

/** Constants of Oozie's expression language (Oozie 5.2 workflow specification, §4.2.1). */
const constants: ReadonlyMap<string, string> = new Map(
  ['KB', 'MB', 'GB', 'TB', 'PB'].map((name, index) => [name, String(1024n ** BigInt(index + 1))]),
);

/** Hadoop's own limit on rounds of substitution; length and count are ours, so that doubling values stay bounded. */
const substitution = { depth: 20, length: 65_536, count: 2_000 } as const;

/** What `${name}` or `wf:conf('name')` stands for: a parameter of the workflow, unless it differs from run to run. */
export function propertyTemplate(properties: JobProperties, name: string, site: UseSite): Template {
  const perRun = properties.perRun.get(name)?.();
  if (perRun !== undefined && constantText(perRun) === undefined) return relabel(perRun, name);
  const inherited = perRun === undefined ? properties.inherited?.(name, site) : undefined;
  if (inherited !== undefined) return relabel(inherited, name);
  const raw = perRun === undefined ? properties.values.get(name) : constantText(perRun);
  if (raw !== undefined) {
    const expanded =
      perRun === undefined
        ? expand(properties, raw, site, { chain: [name], budget: { left: substitution.count } })
        : perRun;
    const constant = constantText(expanded);
    if (constant === undefined) return relabel(expanded, name);
    return (properties.literal === true || name === 'user.name') && !looksSecret(name)
      ? textTemplate(constant)
      : parameter(properties, name, constant, site);
  }
  const builtIn = constants.get(name);
  if (builtIn !== undefined) return textTemplate(builtIn);
  return properties.outer?.(name, site) ?? parameter(properties, name, undefined, site);
}

/** A value made of one expression goes by the name of the property. */
function relabel(template: Template, label: string): Template {
  const [only] = template.pieces;
  if (template.pieces.length !== 1 || only?.kind !== 'value') return template;
  return { ...template, pieces: [{ ...only, label }] };
}

/** A parameter without a value, for a secret that stands in the source. */
export function secretParameter(properties: JobProperties, name: string, site: UseSite): Template {
  return parameter(properties, name, undefined, site);
}

function parameter(properties: JobProperties, name: string, value: string | undefined, site: UseSite): Template {
  if (!properties.used.has(name)) {
    const { path, range } = site;
    properties.used.set(name, value === undefined || looksSecret(name) ? { path, range } : { value, path, range });
  }
  return valueTemplate(parameterExpression(name), name);
}

/** Methods of the mapping that `params` is: Jinja would find them before an entry of that name. */
const methods = /^(?:clear|copy|dump|fromkeys|get|get_param|items|keys|pop|popitem|setdefault|update|validate|values)$/;

export function parameterExpression(name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !methods.test(name);
  return plain ? `params.${name}` : `params['${name.replace(/[\\']/g, '\\$&')}']`;
}

interface Progress {
  /** The properties whose values are being expanded, outermost first. */
  readonly chain: readonly string[];
  readonly budget: { left: number };
}

/**
 * Hadoop's substitution of `${other}` in the value of a property (`Configuration.substituteVars`): names may hold dots, and
 * what is no name of a property stays as it stands.
 */
function expand(properties: JobProperties, raw: string, site: UseSite, progress: Progress): Template {
  const parts: Template[] = [];
  let offset = 0;
  let length = 0;
  for (const match of raw.matchAll(/\$\{([^}$\s]+)\}/g)) {
    parts.push(textTemplate(raw.slice(offset, match.index)));
    offset = match.index + match[0].length;
    const part = substituted(properties, match[1] ?? '', match[0], site, progress);
    length += constantText(part)?.length ?? 0;
    parts.push(length > substitution.length ? textTemplate(match[0]) : part);
  }
  return concatTemplates([...parts, textTemplate(raw.slice(offset))]);
}

function substituted(
  properties: JobProperties,
  name: string,
  source: string,
  site: UseSite,
  { chain, budget }: Progress,
): Template {
  budget.left--;
  const exhausted = chain.length >= substitution.depth || budget.left < 0;
  if (exhausted || !/^[\w.-]+$/.test(name) || chain.includes(name)) return textTemplate(source);
  const raw = properties.values.get(name);
  if (raw !== undefined) return expand(properties, raw, site, { chain: [...chain, name], budget });
  return propertyTemplate(properties, name, site);
}
