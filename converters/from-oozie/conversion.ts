import type { SourceDiagnostic } from '../contract';
import { approximated, converted, type Ledger, manual, settle, type Verdict } from './account';
import type { Template } from './el/template';
import { convertTemplate, type ElScope, noFailure } from './el/to-jinja';
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
      return propertyTemplate(conversion.properties, applicationPathNames.workflow, site);
    },
    user: conversion.properties.user,
    lastFailure,
  };
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
