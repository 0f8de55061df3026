import { approximated, converted, settle, settleShallow, settleTree } from '../account';
import { type Conversion, childElements, convertText, scopeAt, sourceText } from '../conversion';
import { concatTemplates, constantText, type Template, textTemplate } from '../el/template';
import type { LastFailure } from '../el/to-jinja';
import { secretParameter } from '../properties';
import type { XmlElement, XmlPart } from '../xml/read-xml';
import { type ActionProperty, actionProperties } from './action-properties';
import { type Ancestry, type Found, findParts } from './find';
import type { ActionRule, Condition, Difference } from './profile';

export interface ActionSource {
  /** The name of the action. */
  readonly name: string;
  /** `shell`, `fs`, …: the element that says what the action does. */
  readonly element: XmlElement;
  /** What the workflow's `global` section says for every action. */
  readonly global: XmlElement | undefined;
  readonly lastFailure: LastFailure;
}

/** One action while a rule of the profile is applied to it. */
export interface Application {
  readonly conversion: Conversion;
  readonly source: ActionSource;
  readonly rule: ActionRule;
  /** The `global` sections that hold for it, the nearest first. */
  readonly globals: readonly XmlElement[];
  /** Its merged configuration; what it says of the cluster is not in it. */
  readonly properties: readonly ActionProperty[];
  /** The parts that went into the task, in order of use. */
  readonly used: XmlPart[];
  readonly problems: string[];
  /** What `withCluster` gave, where it was asked for: nothing else asks for it in vain. */
  readonly memory: { withCluster?: readonly ActionProperty[] };
}

export function startApplication(conversion: Conversion, source: ActionSource, rule: ActionRule): Application {
  const globals = [source.global, ...conversion.globals].filter((section) => section !== undefined);
  const { lastFailure } = source;
  const ignored = [...(rule.ignored ?? []), ...(conversion.profile.ignored ?? [])];
  const reads = rule.cluster === true || readsProperties(rule);
  const properties = reads
    ? actionProperties(conversion, { action: source.element, globals, lastFailure, ignored })
    : [];
  const problems = properties.flatMap(({ value }) => value.problems);
  return { conversion, source, rule, globals, properties, used: [], problems: [...problems], memory: {} };
}

function readsProperties({ script, properties }: ActionRule): boolean {
  const inScript = (script ?? []).some(
    (line) =>
      'configuration' in line ||
      ('words' in line && line.words.some((word) => typeof word === 'object' && 'properties' in word)),
  );
  return inScript || Object.values(properties ?? {}).some((field) => 'as' in field && field.as === 'properties');
}

/** The merged configuration with what Oozie adds to it: the addresses of the cluster. */
export function withCluster(application: Application): readonly ActionProperty[] {
  application.memory.withCluster ??= findCluster(application);
  return application.memory.withCluster;
}

function findCluster(application: Application): readonly ActionProperty[] {
  const { rule, properties } = application;
  if (rule.cluster !== true) return properties;
  const named = new Set(properties.map(({ name }) => name));
  const address = (name: string, ...elements: readonly string[]): ActionProperty[] => {
    for (const element of elements) {
      const [found] = withGlobals(application, element, findParts([application.source.element], element));
      if (found === undefined || found.part.kind !== 'element') continue;
      use(application, found);
      if (!named.has(name)) return [{ name, value: valueTemplate(application, found.part), part: found.part }];
    }
    return [];
  };
  return [
    ...address('fs.defaultFS', 'name-node'),
    ...address('yarn.resourcemanager.address', 'resource-manager', 'job-tracker'),
    ...properties,
  ];
}

/** The `global` section fills in what the action does not say itself (Oozie 5.2 workflow specification, §19). */
export function withGlobals({ globals }: Application, path: string, found: readonly Found[]): readonly Found[] {
  if (found.length > 0 || !/(?:^|\/)(?:name-node|job-tracker|resource-manager)$/.test(path)) return found;
  const element = path.replace(/^.*\//, '');
  for (const section of globals) {
    const parts = findParts([section], element);
    if (parts.length > 0) return parts;
  }
  return found;
}

/** The path that stands for `job-xml` files which were not among those of the application. */
export const unreadJobXml = 'unread-job-xml';

export function unreadFiles({ conversion, source }: Application): XmlElement[] {
  return childElements(source.element, 'job-xml').filter((element) => !conversion.ledger.verdicts.has(element));
}

export function applicationPath({ conversion, source }: Application): Template {
  return scopeAt(conversion, source.element).applicationPath;
}

export function use({ conversion, used }: Application, { part, through }: Found): void {
  for (const element of through) settle(conversion.ledger, element, converted);
  settle(conversion.ledger, part, converted);
  used.push(part);
}

export function valueTemplate(application: Application, part: XmlPart): Template {
  const template = convertText(application.conversion, part, application.source.lastFailure);
  application.problems.push(...template.problems);
  return template;
}

/** A value that is written nowhere: what stands there as text becomes a parameter of the workflow. */
export function secretTemplate(application: Application, part: XmlPart, what: string): Template {
  const template = valueTemplate(application, part);
  return (constantText(template) ?? '') === '' ? template : hidden(application, part, what);
}

export function hidden({ conversion, source }: Application, part: XmlPart, what: string): Template {
  const site = { path: conversion.ledger.path, range: part.range };
  return secretParameter(conversion.properties, `${source.name}.${what}`, site);
}

export function prefixed(prefix: string | undefined, template: Template): Template {
  return prefix === undefined ? template : concatTemplates([textTemplate(prefix), template]);
}

export function fits(application: Application | undefined, ancestry: Ancestry, condition: Condition): boolean {
  if (condition.path === 'properties') {
    const present = (application?.properties.length ?? 0) > 0;
    return condition.absent === true ? !present : present;
  }
  if (condition.path === 'output') {
    const { conversion, source } = application ?? {};
    return source !== undefined && conversion?.captures?.has(source.name) === true;
  }
  if (condition.path === unreadJobXml) {
    return application !== undefined && unreadFiles(application).length > 0 !== (condition.absent === true);
  }
  const found = findParts(ancestry, condition.path);
  if (condition.absent === true) return found.length === 0;
  const text = found[0] === undefined ? undefined : sourceText(found[0].part).trim();
  if (condition.not !== undefined) return text !== condition.not;
  return condition.is === undefined ? text !== undefined : text === condition.is;
}

/** Do all conditions hold? What they look at has been taken into account either way. */
export function holdAll(
  application: Application,
  ancestry: Ancestry,
  where: readonly Condition[] | undefined,
): boolean {
  return (where ?? []).every((condition) => {
    if (condition.path === 'output') {
      const captured = findParts([application.source.element], 'capture-output');
      if (fits(application, ancestry, condition)) for (const found of captured) use(application, found);
    } else if (condition.path !== 'properties' && condition.path !== unreadJobXml) {
      for (const found of findParts(ancestry, condition.path)) {
        const { part } = found;
        if (part.kind !== 'element' || part.children.length === 0) use(application, { part, through: [] });
      }
    }
    return fits(application, ancestry, condition);
  });
}

export function settleDifference(application: Application, part: XmlPart, difference: string | Difference): void {
  const { conversion, source } = application;
  const { message, where } = typeof difference === 'string' ? { message: difference, where: [] } : difference;
  if (part.kind !== 'element') {
    settle(conversion.ledger, part, approximated(message));
  } else if (where.every((condition) => fits(application, [source.element, part], condition))) {
    settleShallow(conversion.ledger, part, approximated(message));
    settleTree(conversion.ledger, part, approximated(message));
  }
}
