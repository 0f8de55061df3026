import type { Diagnostic } from '../../../text/diagnostic';
import { didYouMean } from '../../../text/nearest';
import type { XmlElement, XmlPart } from '../xml/read-xml';
import { actionSchemas } from './actions-schemas';
import { coordinatorSchemas } from './coordinator-schemas';
import { fitsForm, formInWords } from './forms';
import { type Namespaces, NO_NAMESPACES, namespacesOf } from './namespaces';
import { type Content, type ElementType, readSchemas, type Schema } from './notation';
import { nextPlace, type Positions, positionsOf, wayTo } from './positions';
import { workflowSchemas } from './workflow-schemas';

type Schemas = ReadonlyMap<string, Schema>;

/** The rule of what Oozie's schemas refuse (E0701). */
const RULE = 'oozie-schema';

/** All schemas, and what was made of them so far. */
export interface SchemaBook {
  readonly schemas: Schemas;
  readonly positions: Map<Content, Positions>;
}

export function openSchemas(): SchemaBook {
  return { schemas: readSchemas([workflowSchemas, actionSchemas, coordinatorSchemas]), positions: new Map() };
}

interface Check {
  readonly text: string;
  readonly book: SchemaBook;
  readonly found: Diagnostic[];
}

/**
 * What Oozie's schemas refuse in a definition: order, number and names of elements and attributes, and the form of values. One
 * finding for each slip: behind it the check goes on with what is meant. Elements of a namespace that no schema of Oozie
 * has are a matter of the server, which may know more.
 */
export function checkSchema(text: string, root: XmlElement, book: SchemaBook): readonly Diagnostic[] {
  const check: Check = { text, book, found: [] };
  checkOutermost(check, root, NO_NAMESPACES, undefined);
  return check.found;
}

function report({ found }: Check, part: XmlPart, message: string, severity: Diagnostic['severity'] = 'error'): void {
  const range = part.kind === 'element' ? part.openingTag : part.range;
  const [what = '', hint = ''] = message.split(/(?= Did you mean )/);
  found.push({ rule: RULE, severity, message: `${what} (E0701).${hint}`, range });
}

/** An element with which a namespace begins: the root, an action of its own schema, a service level agreement. */
function checkOutermost(check: Check, element: XmlElement, outer: Namespaces, around: string | undefined): void {
  const { uri, inner } = namespacesOf(check.text, element, outer);
  const schema = check.book.schemas.get(uri);
  if (schema === undefined) {
    const problem = unknownNamespace(uri, element, around, check.book.schemas);
    if (problem !== undefined) report(check, element, problem);
    return;
  }
  const type = schema.roots.get(element.name);
  if (type === undefined) {
    const roots = [...schema.roots.keys()].map((name) => `<${name}>`).join(' or ');
    report(check, element, `The namespace ${uri} is that of ${roots}, not of <${element.name}>`);
    return;
  }
  checkElement(check, element, schema, type, inner);
}

function unknownNamespace(
  uri: string,
  element: XmlElement,
  around: string | undefined,
  schemas: Schemas,
): string | undefined {
  const having = [...schemas.values()].filter(({ roots }) => roots.has(element.name));
  const family = having.find((schema) => schema.family.endsWith('-action')) ?? having[0];
  const known = having.filter((schema) => schema.family === family?.family);
  if (uri === '' || uri === around) {
    const names = known.map(({ version }) => version).join(', ');
    const help = family === undefined ? '' : `: xmlns="uri:oozie:${family.family}:…", with one of ${names}`;
    return `<${element.name}> needs a namespace of its own${help}`;
  }
  const [, name = '', version = ''] = /^uri:oozie:(.+):([^:]*)$/.exec(uri) ?? [];
  const versions = [...schemas.values()].filter((schema) => schema.family === name).map((schema) => schema.version);
  if (versions.length > 0) return `There is no version ${version} of ${name}: the versions are ${versions.join(', ')}`;
  if (family === undefined) return undefined;
  return `"${uri}" is no namespace of <${element.name}>${didYouMean(uri, schemas.keys())}`;
}

function checkElement(check: Check, element: XmlElement, schema: Schema, typeName: string, inner: Namespaces): void {
  const type = schema.type(typeName);
  if (type === undefined) return;
  checkAttributes(check, element, schema, typeName, type);
  if (type.content === 'text') {
    for (const child of element.children) if (child.kind === 'element') report(check, child, textOnly(element, child));
  } else if (type.content === 'empty') checkEmpty(check, element);
  else checkChildren(check, element, { schema, typeName, content: type.content, inner });
}

function textOnly(element: XmlElement, child: XmlElement): string {
  return `<${element.name}> holds text only, and no <${child.name}>`;
}

function checkEmpty(check: Check, element: XmlElement): void {
  const [child] = element.children;
  const inside = check.text.slice(element.openingTag.end, element.range.end).replace(/<\/[^>]*>$/, '');
  const isEmpty = element.openingTag.end === element.range.end || inside.replace(/<!--[\s\S]*?-->/g, '') === '';
  if (child === undefined && isEmpty) return;
  const what = child === undefined ? 'not even a blank' : child.kind === 'element' ? `no <${child.name}>` : 'no text';
  report(check, child ?? element, `<${element.name}> holds nothing, and ${what}`);
}

function checkAttributes(check: Check, element: XmlElement, schema: Schema, typeName: string, type: ElementType): void {
  const given = element.attributes.filter(({ name }) => !/^(?:xmlns$|xmlns:|xsi:)/.test(name));
  const names = new Set(given.map(({ name }) => name));
  for (const { name, required } of type.attributes) {
    if (required && !names.has(name)) report(check, element, `<${element.name}> needs the attribute "${name}"`);
  }
  for (const attribute of given) {
    const rule = type.attributes.find(({ name }) => name === attribute.name);
    if (rule === undefined) {
      const known = type.attributes.map(({ name }) => name);
      const elsewhere = versionsWhere(check, schema, (other) =>
        (other.type(typeName)?.attributes ?? []).some(({ name }) => name === attribute.name),
      );
      const hint = elsewhere ?? didYouMean(attribute.name, known);
      const where = schema === NO_SCHEMA ? '' : ` in ${schema.family} ${schema.version}`;
      const message = `<${element.name}> has no attribute "${attribute.name}"${where}${hint}`;
      report(check, attribute, message, leftOut(schema, attribute.name) ? 'warning' : 'error');
    } else if (rule.form !== undefined && !fitsForm(attribute.value, rule.form)) {
      report(check, attribute, `"${attribute.value}" is ${formInWords(rule.form)}`);
    }
  }
}

/** What the schema of workflows 1.0 has left out though Oozie runs it as before (research: its executors were not changed). */
function leftOut({ family, version }: Schema, name: string): boolean {
  return family === 'workflow' && version === '1.0' && (name === 'setrep' || name === 'skip-trash');
}

function versionsWhere({ book }: Check, schema: Schema, has: (other: Schema) => boolean): string | undefined {
  const versions = schema.versions.filter((version) => {
    const other = book.schemas.get(`uri:oozie:${schema.family}:${version}`);
    return other !== undefined && has(other);
  });
  const [first, ...others] = versions;
  if (first === undefined) return undefined;
  return others.length === 0
    ? `; ${first} has it`
    : `; ${versions.slice(0, -1).join(', ')} and ${versions.at(-1)} have it`;
}

interface Parent {
  readonly schema: Schema;
  readonly typeName: string;
  readonly content: Content;
  readonly inner: Namespaces;
}

function checkChildren(check: Check, element: XmlElement, parent: Parent): void {
  const { book } = check;
  const positions = book.positions.get(parent.content) ?? positionsOf(parent.content);
  book.positions.set(parent.content, positions);
  const { leaves, start, last } = positions;
  let at = start;
  const seen: string[] = [];
  // What has no place may stand for what is then missing: one slip, told once.
  let strange = false;
  for (const child of element.children) {
    if (child.kind === 'text') {
      report(check, child, `<${element.name}> holds elements only, and no text`);
      continue;
    }
    const { uri } = namespacesOf(check.text, child, parent.inner);
    const fits = (leaf: Content): boolean => {
      if (leaf.kind === 'element') return leaf.name === child.name && uri === uriOf(parent.schema);
      return leaf.kind === 'any' && fitsAny(leaf.what, uri, parent.schema);
    };
    const next = nextPlace(positions, at, fits);
    const far = next === undefined ? wayTo(positions, at, (position) => isLeaf(leaves[position], fits)) : [next];
    if (far === undefined) {
      report(
        check,
        child,
        unexpected(check, element, child, parent, positions, { at, seen, uri }),
        leftOut(parent.schema, child.name) ? 'warning' : 'error',
      );
    } else {
      const place = far.at(-1) ?? at;
      if (next === undefined) {
        const missing = missingNames(positions, at, (position) => position === place, far);
        if (!strange && !standsLater(element, child, missing)) {
          report(check, element, `<${element.name}> needs ${inWords(missing)} before <${child.name}>`);
        }
      }
      at = place;
    }
    strange = far === undefined;
    seen.push(child.name);
    checkChild(check, child, parent, far === undefined ? leaves.find(fits) : leaves[at]);
  }
  if (last.has(at) || strange) return;
  const end = wayTo(positions, at, (position) => last.has(position));
  if (end === undefined) return;
  const missing = missingNames(positions, at, (position) => last.has(position), end);
  report(check, element, `<${element.name}> needs ${inWords(missing)}`);
}

function isLeaf(leaf: Content | undefined, fits: (leaf: Content) => boolean): boolean {
  return leaf !== undefined && fits(leaf);
}

function uriOf({ family, version }: Schema): string {
  return `uri:oozie:${family}:${version}`;
}

function fitsAny(what: (Content & { readonly kind: 'any' })['what'], uri: string, schema: Schema): boolean {
  if (what === 'sla') return uri === 'uri:oozie:sla:0.1' || uri === 'uri:oozie:sla:0.2';
  return what === 'sla-0.1' ? uri === 'uri:oozie:sla:0.1' : uri !== '' && uri !== uriOf(schema);
}

function checkChild(check: Check, child: XmlElement, { schema, inner }: Parent, leaf: Content | undefined): void {
  if (leaf?.kind === 'any') checkOutermost(check, child, inner, uriOf(schema));
  else if (leaf?.kind === 'element' && leaf.type !== undefined) {
    checkElement(check, child, schema, leaf.type, namespacesOf(check.text, child, inner).inner);
  } else if (leaf?.kind === 'element') checkText(check, child, leaf.form);
}

/** An element that holds a text and nothing else. */
function checkText(check: Check, element: XmlElement, form: string | undefined): void {
  checkAttributes(check, element, NO_SCHEMA, '', { attributes: [], content: 'text' });
  for (const child of element.children) if (child.kind === 'element') report(check, child, textOnly(element, child));
  const text = element.children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
  if (form !== undefined && !fitsForm(text, form)) {
    report(check, element, `"${text.trim()}" in <${element.name}> is ${formInWords(form)}`);
  }
}

const NO_SCHEMA: Schema = { family: 'Oozie', version: '', versions: [], roots: new Map(), type: () => undefined };

/** Why a child has no place where it stands. */
function unexpected(
  check: Check,
  element: XmlElement,
  child: XmlElement,
  { schema, typeName }: Parent,
  positions: Positions,
  { at, seen, uri }: { readonly at: number; readonly seen: readonly string[]; readonly uri: string },
): string {
  const { leaves, follow } = positions;
  const tag = `<${child.name}>`;
  const inside = `<${element.name}>`;
  const names = leaves.flatMap((leaf) => (leaf.kind === 'element' ? [leaf.name] : []));
  const places = leaves.flatMap((leaf, index) => (leaf.kind === 'element' && leaf.name === child.name ? [index] : []));
  if (places.length > 0 && uri !== uriOf(schema)) {
    return `${tag} stands in ${inside}, and has to be of its namespace, ${uriOf(schema)}`;
  }
  if (places.length > 0) {
    const repeats = places.some((place) => follow[place]?.includes(place));
    if (seen.includes(child.name) && !repeats) return `${inside} takes one ${tag} only`;
    const isBehind = (name: string): boolean =>
      places.some((place) => wayTo(positions, place, (other) => nameAt(leaves, other) === name) !== undefined);
    const before = seen.find((name) => name !== child.name && isBehind(name));
    if (before === undefined) return `${tag} excludes ${excluded(leaves, at)} in ${inside}`;
    return `${tag} has to stand before <${before}>: the order in ${inside} is ${[...new Set(names)].join(', ')}`;
  }
  const elsewhere = versionsWhere(check, schema, (other) => namesIn(other, typeName).includes(child.name));
  if (elsewhere !== undefined) return `${inside} has no ${tag} in ${schema.family} ${schema.version}${elsewhere}`;
  const isAction = check.book.schemas.has(uri)
    ? undefined
    : unknownNamespace(uri, child, uriOf(schema), check.book.schemas);
  if (uri === uriOf(schema) && names.includes('map-reduce')) {
    const own = unknownNamespace(uri, child, uri, check.book.schemas);
    if (own !== undefined) return own;
  }
  return isAction ?? `${inside} takes no ${tag}${didYouMean(child.name, names)}`;
}

function nameAt(leaves: Positions['leaves'], position: number): string | undefined {
  const leaf = leaves[position];
  return leaf?.kind === 'element' ? leaf.name : undefined;
}

function excluded(leaves: Positions['leaves'], at: number): string {
  const name = nameAt(leaves, at);
  return name === undefined ? 'what stands before it' : `<${name}>`;
}

function namesIn(schema: Schema, typeName: string): readonly string[] {
  const content = schema.type(typeName)?.content;
  if (content === undefined || typeof content === 'string') return [];
  return positionsOf(content).leaves.flatMap((leaf) => (leaf.kind === 'element' ? [leaf.name] : []));
}

/** Is what is missing there after all, behind its place? That is told of it then. */
function standsLater(element: XmlElement, child: XmlElement, missing: readonly string[]): boolean {
  const later = element.children.slice(element.children.indexOf(child) + 1);
  return later.some((other) => other.kind === 'element' && missing.includes(`<${other.name}>`));
}

function inWords(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `one of ${names.join(', ')}`;
}

/** What has to stand on the way to a goal: the first thing that is missing, with what may stand for it. */
function missingNames(
  positions: Positions,
  from: number,
  isGoal: (position: number) => boolean,
  way: readonly number[],
): readonly string[] {
  const [first] = way;
  const alternatives: string[] = [];
  const without = new Set<number>();
  for (let next = first; next !== undefined; ) {
    const leaf = positions.leaves[next];
    const name = leaf?.kind === 'element' ? `<${leaf.name}>` : 'an action';
    if (!alternatives.includes(name)) alternatives.push(name);
    without.add(next);
    const other = wayTo(positions, from, isGoal, without);
    next = other === undefined || alternatives.length > 20 ? undefined : other[0];
  }
  return alternatives;
}
