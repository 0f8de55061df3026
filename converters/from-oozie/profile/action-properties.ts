import { looksSecret } from '../../secret';
import { approximated, converted, dropped, settle, settleShallow, settleTree } from '../account';
import { type Conversion, childElement, childElements, convertText, scopeAt, sourceText } from '../conversion';
import { constantText, type Template, textTemplate } from '../el/template';
import { convertTemplate, type LastFailure } from '../el/to-jinja';
import { secretParameter } from '../properties';
import type { XmlElement } from '../xml/read-xml';
import type { IgnoredProperties } from './profile';

/** A property of an action's configuration, ready to be handed to a program. */
export interface ActionProperty {
  readonly name: string;
  readonly value: Template;
  /** Where it stands in the definition; nothing where it comes from another file. */
  readonly part?: XmlElement;
}

export interface PropertySources {
  readonly action: XmlElement;
  /** The `global` sections that hold for it, the nearest first. */
  readonly globals: readonly XmlElement[];
  readonly lastFailure: LastFailure;
  readonly ignored: readonly IgnoredProperties[];
}

/**
 * The configuration of an action as Oozie merges it, the weakest source first: `job-xml` files, `config-default.xml`,
 * `global`, its own `configuration` (Oozie 5.2, `JavaActionExecutor.setupActionConf` and `LiteWorkflowAppParser.handleGlobal`).
 * Settles what it reads.
 */
export function actionProperties(conversion: Conversion, sources: PropertySources): ActionProperty[] {
  const { action, globals } = sources;
  const merged = new Map<string, ActionProperty | undefined>();
  const add = (name: string, property: ActionProperty | undefined): void => {
    merged.delete(name);
    merged.set(name, property);
  };
  for (const section of [...globals].reverse()) readJobXml(conversion, sources, section, add);
  readJobXml(conversion, sources, action, add);
  for (const [name, value] of conversion.defaults ?? []) {
    // Names without a point are the application's own: they reach programs where the definition hands them on.
    if (name.includes('.') && !isIgnored(sources, name)) add(name, fromFile(conversion, action, name, value));
  }
  for (const section of [...globals].reverse()) readConfiguration(conversion, sources, section, add);
  readConfiguration(conversion, sources, action, add);
  return [...merged.values()].filter((property) => property !== undefined);
}

type Add = (name: string, property: ActionProperty | undefined) => void;

function readConfiguration(conversion: Conversion, sources: PropertySources, section: XmlElement, add: Add): void {
  const { ledger } = conversion;
  for (const configuration of childElements(section, 'configuration')) {
    settle(ledger, configuration, converted);
    for (const property of childElements(configuration, 'property')) {
      const name = childElement(property, 'name');
      if (name === undefined) continue;
      const key = nameText(conversion, name);
      const ignored = ignoredBy(sources, key);
      if (ignored !== undefined) {
        settleTree(ledger, property, dropped(ignored.reason, ignored.message));
        add(key, undefined);
        continue;
      }
      settleShallow(ledger, property, converted);
      convertText(conversion, name);
      for (const other of childElements(property)) {
        if (other.name === 'description' || other.name === 'final' || other.name === 'source')
          settleTree(ledger, other, dropped('documentation'));
      }
      const value = childElement(property, 'value');
      add(key, { name: key, value: propertyValue(conversion, sources, key, property, value), part: property });
    }
  }
}

function nameText(conversion: Conversion, name: XmlElement): string {
  const text = sourceText(name).trim();
  return text.includes('$') ? (constantText(convertTemplate(text, scopeAt(conversion, name))) ?? text) : text;
}

function propertyValue(
  conversion: Conversion,
  { lastFailure }: PropertySources,
  name: string,
  property: XmlElement,
  value: XmlElement | undefined,
): Template {
  if (value === undefined) return textTemplate('');
  const template = convertText(conversion, value, lastFailure);
  if (!looksSecret(name) || constantText(template) === undefined || constantText(template) === '') return template;
  return secretParameter(conversion.properties, name, { path: conversion.ledger.path, range: property.range });
}

function readJobXml(conversion: Conversion, sources: PropertySources, section: XmlElement, add: Add): void {
  for (const element of childElements(section, 'job-xml')) {
    const place = convertTemplate(sourceText(element).trim(), scopeAt(conversion, element));
    const file = conversion.jobXml(constantText(place) ?? sourceText(element).trim());
    if (file === undefined) continue;
    settleShallow(conversion.ledger, element, converted);
    for (const [name, value] of file) {
      if (!isIgnored(sources, name)) add(name, fromFile(conversion, element, name, value));
    }
  }
}

/** What stands in a configuration file is evaluated in the same way; what is no expression of Oozie there stays. */
function fromFile(conversion: Conversion, site: XmlElement, name: string, value: string): ActionProperty {
  const template = convertTemplate(value, scopeAt(conversion, site));
  const constant = constantText(template);
  if (looksSecret(name) && constant !== undefined && constant !== '') {
    const place = { path: conversion.ledger.path, range: site.range };
    return { name, value: secretParameter(conversion.properties, name, place) };
  }
  return { name, value: template.problems.length > 0 ? textTemplate(value) : template };
}

function ignoredBy({ ignored }: PropertySources, name: string): IgnoredProperties | undefined {
  return ignored.find(({ names }) => matchesAny(name, names));
}

function isIgnored(sources: PropertySources, name: string): boolean {
  return ignoredBy(sources, name) !== undefined;
}

/** Patterns are whole names, or beginnings with `*` behind them. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}

/** What a `job-xml` that is not among the files comes to. */
export const unknownJobXml = approximated(
  'The file was not among those that were converted: its properties reach the job only where the clients of the worker have them.',
);
