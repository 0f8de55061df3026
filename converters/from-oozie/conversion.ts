import type { DraftEntry, DraftItem } from '../../workflow/write/draft';
import type { SourceDiagnostic } from '../contract';
import type { LegacyFlow } from '../legacy-flow';
import { approximated, converted, type Ledger, manual, settle, type Verdict } from './account';
import type { Template } from './el/template';
import { convertTemplate, type ElScope, type LastFailure, noFailure } from './el/to-jinja';
import type { Profile } from './profile/profile';
import { type JobProperties, propertyTemplate } from './properties';
import type { XmlElement, XmlPart } from './xml/read-xml';

/** What everything that converts a part of one definition has at hand. */
export interface Conversion {
  readonly ledger: Ledger;
  readonly profile: Profile;
  readonly properties: JobProperties;
  readonly workflowName: Template;
  readonly diagnostics: SourceDiagnostic[];
  /** The folder of the application on HDFS, where it is not the property of the job: of a sub-workflow. */
  readonly applicationPath?: Template;
  /** The `global` sections of the workflows around a sub-workflow, the nearest first: they hold in it, too. */
  readonly globals: readonly XmlElement[];
  /** Is this a part of another workflow's DAG? */
  readonly nested?: true;
  /** The actions that say `capture-output`, by name. */
  readonly captures?: ReadonlySet<string>;
  /** The types of which the profile's `defaults` are needed. */
  readonly defaultedTypes: Set<string>;
  readonly subWorkflow: (caller: Conversion, use: SubWorkflowUse) => DraftedSubWorkflow;
  /** The properties of a `job-xml` file of the application; nothing where it is not there. */
  readonly jobXml: (path: string) => readonly (readonly [name: string, value: string])[] | undefined;
  /** The properties of `config-default.xml`: Oozie merges them into the configuration of each action. */
  readonly defaults?: ReadonlyMap<string, string>;
}

/** An action that runs another workflow. */
export interface SubWorkflowUse {
  readonly name: string;
  readonly element: XmlElement;
  readonly global: XmlElement | undefined;
  readonly lastFailure: LastFailure;
}

/** What stands in its place: a group made of a document of its own, or a single task. */
export interface DraftedSubWorkflow {
  readonly section: 'sub_dags' | 'operators';
  readonly entries: readonly DraftEntry[];
  /** Of a group: what its tokens do. */
  readonly flow?: LegacyFlow;
}

/** The nodes of a document by section. */
export interface DraftedNodes {
  readonly operators: readonly DraftItem[];
  readonly subDags: readonly DraftItem[];
  readonly flow: LegacyFlow;
}

/** The properties under which a workflow and a coordinator are found on HDFS (Oozie 5.2 spec, §"Workflow Job"). */
export const applicationPathNames = {
  workflow: 'oozie.wf.application.path',
  coordinator: 'oozie.coord.application.path',
} as const;

/** What expressions at a part of the source may refer to. */
export function scopeAt(conversion: Conversion, part: XmlPart, lastFailure = noFailure): ElScope {
  const site = { path: conversion.ledger.path, range: part.range };
  return {
    variable: (name) => propertyTemplate(conversion.properties, name, site),
    workflowName: conversion.workflowName,
    get applicationPath() {
      return conversion.applicationPath ?? propertyTemplate(conversion.properties, applicationPathNames.workflow, site);
    },
    get user() {
      return propertyTemplate(conversion.properties, 'user.name', site);
    },
    lastFailure,
    output: (action) => outputOf(conversion, action),
  };
}

/** The mapping that an action left behind, as a Jinja expression; nothing where it leaves none. */
function outputOf({ captures, nested }: Conversion, action: string): string | undefined {
  if (captures?.has(action) !== true) return undefined;
  const id = action.replace(/[^A-Za-z0-9_]/g, '_');
  const task = nested === true ? `ti.task_id.rpartition('.')[0] ~ '.${id}'` : `'${id}'`;
  return `macros.json.loads(ti.xcom_pull(task_ids=${task}) or '{}')`;
}

/** The text of an element, without that of the elements in it; the value of an attribute. */
export function sourceText(part: XmlPart): string {
  if (part.kind !== 'element') return part.value;
  return part.children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
}

/** Converts the text of an element or attribute and settles it. White space around it does not count, as in Oozie. */
export function convertText(conversion: Conversion, part: XmlPart, lastFailure = noFailure): Template {
  const template = convertTemplate(sourceText(part).trim(), scopeAt(conversion, part, lastFailure));
  settleText(conversion, part, verdictOf(template));
  return template;
}

export function settleText({ ledger }: Conversion, part: XmlPart, verdict: Verdict): void {
  if (part.kind === 'element') {
    settle(ledger, part, converted);
    for (const child of part.children) if (child.kind === 'text') settle(ledger, child, verdict);
  } else settle(ledger, part, verdict);
}

export function verdictOf(template: Pick<Template, 'approximations' | 'problems'>): Verdict {
  if (template.problems.length > 0) return manual(template.problems.join(' '));
  return template.approximations.length > 0 ? approximated(template.approximations.join(' ')) : converted;
}

export function childElements(element: XmlElement, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of element.children) {
    if (child.kind === 'element' && (name === undefined || child.name === name)) found.push(child);
  }
  return found;
}

export function childElement(element: XmlElement, name: string): XmlElement | undefined {
  return childElements(element, name)[0];
}

export function attribute(element: XmlElement, name: string) {
  return element.attributes.find((candidate) => candidate.name === name);
}

/** The ids of parts, for `from` in drafts. */
export function idsOf(conversion: Conversion, parts: readonly (XmlPart | undefined)[]): string[] {
  return parts.flatMap((part) => (part === undefined ? [] : (conversion.ledger.ids.get(part) ?? [])));
}
