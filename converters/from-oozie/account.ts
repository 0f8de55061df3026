import type { SourceAccount, SourceConstruct, SourceKind } from '../contract';
import { dropped, graver, unsettled, type Verdict } from '../verdict';
import type { XmlAttribute, XmlElement, XmlPart } from './xml/read-xml';

export { approximated, converted, dropped, manual, type Verdict } from '../verdict';

/**
 * The books of one source file while it is converted: each element, attribute and non-blank text has an id from the start,
 * and whoever uses a part settles it. A part that nobody settles is *manual* in the end, so nothing is lost in silence.
 */
export interface Ledger {
  readonly path: string;
  readonly kind: SourceKind;
  readonly parts: readonly BookedPart[];
  readonly ids: ReadonlyMap<XmlPart, string>;
  readonly verdicts: Map<XmlPart, Verdict>;
}

interface BookedPart {
  readonly part: XmlPart;
  readonly construct: string;
}

/** What the ledgers of one conversion share: a part of one file may be settled by the conversion of another one. */
export interface Books {
  readonly ids: Map<XmlPart, string>;
  readonly verdicts: Map<XmlPart, Verdict>;
}

export function emptyBooks(): Books {
  return { ids: new Map(), verdicts: new Map() };
}

/** Opens the books of a file: namespaces are settled at once, for they mean nothing outside XML. */
export function openLedger(path: string, kind: SourceKind, root: XmlElement, books = emptyBooks()): Ledger {
  const parts: BookedPart[] = [];
  const { ids, verdicts } = books;
  const book = (part: XmlPart, pointer: string, construct: string): void => {
    parts.push({ part, construct });
    ids.set(part, `${path}#${pointer}`);
  };
  const walk = (element: XmlElement, pointer: string, construct: string): void => {
    book(element, pointer, construct);
    for (const attribute of element.attributes) {
      book(attribute, `${pointer}/@${attribute.name}`, `${construct}@${attribute.name}`);
      if (isNamespace(attribute)) verdicts.set(attribute, dropped('namespace'));
    }
    const seen = new Map<string, number>();
    for (const child of element.children) {
      const name = child.kind === 'text' ? 'text()' : child.name;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const below = `${pointer}/${name}${count === 1 ? '' : `[${count}]`}`;
      if (child.kind === 'text') book(child, below, `${construct} text`);
      else walk(child, below, `${element.name}/${child.name}`);
    }
  };
  walk(root, `/${root.name}`, root.name);
  return { path, kind, parts, ids, verdicts };
}

function isNamespace(attribute: XmlAttribute): boolean {
  return attribute.name === 'xmlns' || /^(?:xmlns|xsi|xml):/.test(attribute.name);
}

/** The id of a part, for `from` in drafts. */
export function idOf(ledger: Ledger, part: XmlPart): string {
  return ledger.ids.get(part) ?? `${ledger.path}#`;
}

/** Settles a part. Where several uses of it came out differently, the one that asks most of a person stands. */
export function settle(ledger: Ledger, part: XmlPart, verdict: Verdict): void {
  ledger.verdicts.set(part, graver(ledger.verdicts.get(part), verdict));
}

/** Settles a part anew, whatever was said of it before. */
export function resettle(ledger: Ledger, part: XmlPart, verdict: Verdict): void {
  ledger.verdicts.set(part, verdict);
}

/** Settles an element with its attributes and texts, but not the elements in it. */
export function settleShallow(ledger: Ledger, element: XmlElement, verdict: Verdict): void {
  settle(ledger, element, verdict);
  for (const attribute of element.attributes) if (!isNamespace(attribute)) settle(ledger, attribute, verdict);
  for (const child of element.children) if (child.kind === 'text') settle(ledger, child, verdict);
}

/** Settles an element and all in it that is still open. */
export function settleTree(ledger: Ledger, element: XmlElement, verdict: Verdict): void {
  for (const part of partsOf(element)) if (!ledger.verdicts.has(part)) ledger.verdicts.set(part, verdict);
}

/** The parts of an element, itself first, that nobody has settled. */
export function openParts(ledger: Ledger, element: XmlElement): XmlPart[] {
  return partsOf(element).filter((part) => !ledger.verdicts.has(part));
}

/** An element and all in it, in the order of the source. */
export function partsOf(element: XmlElement): XmlPart[] {
  const parts: XmlPart[] = [];
  const walk = (part: XmlElement): void => {
    parts.push(part, ...part.attributes);
    for (const child of part.children) {
      if (child.kind === 'text') parts.push(child);
      else walk(child);
    }
  };
  walk(element);
  return parts;
}

/** Closes the books: one construct for each part, in the order of the source. */
export function closeLedger(ledger: Ledger): SourceAccount {
  const constructs = ledger.parts.map(({ part, construct }): SourceConstruct => {
    const verdict = ledger.verdicts.get(part) ?? unsettled;
    return { id: idOf(ledger, part), construct, range: part.range, ...verdict };
  });
  return { path: ledger.path, kind: ledger.kind, constructs };
}
