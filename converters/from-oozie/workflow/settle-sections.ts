import { converted, dropped, settle, settleShallow, settleTree } from '../account';
import { attribute, type Conversion, childElement, childElements, sourceText } from '../conversion';
import type { XmlElement } from '../xml/read-xml';
import { credentials, serviceLevel } from './draft-workflow';

/** The defaults of a `parameters` section, by name; an empty value counts, a missing one does not. */
export function readParameters(parameters: XmlElement | undefined): Map<string, string> {
  const defaults = new Map<string, string>();
  for (const property of parameters === undefined ? [] : childElements(parameters, 'property')) {
    const name = childElement(property, 'name');
    const value = childElement(property, 'value');
    if (name !== undefined && value !== undefined) defaults.set(sourceText(name).trim(), sourceText(value).trim());
  }
  return defaults;
}

/** Settles the definition's own element and its sections once all nodes are converted. */
export function settleSections(conversion: Conversion, root: XmlElement): void {
  const { ledger } = conversion;
  settle(ledger, root, converted);
  const name = attribute(root, 'name');
  if (name !== undefined) settle(ledger, name, converted);
  for (const section of childElements(root)) {
    if (section.name === 'parameters') settleParameters(conversion, section);
    else if (section.name === 'global') settleGlobal(conversion, section);
    else if (section.name === 'credentials') settleTree(ledger, section, credentials);
    else if (section.name === 'info') settleTree(ledger, section, serviceLevel);
  }
}

export function settleParameters({ ledger }: Conversion, parameters: XmlElement): void {
  settle(ledger, parameters, converted);
  for (const property of childElements(parameters, 'property')) {
    settle(ledger, property, converted);
    for (const child of childElements(property)) {
      if (child.name === 'description') settleTree(ledger, child, dropped('documentation'));
      else if (child.name === 'name' || child.name === 'value') settleShallow(ledger, child, converted);
    }
  }
}

/** What actions took from `global` is settled by them; this is about the rest. */
function settleGlobal({ ledger }: Conversion, global: XmlElement): void {
  settle(ledger, global, converted);
  const unused = dropped('no-counterpart-needed', 'No action here takes it over.');
  for (const child of childElements(global)) settleTree(ledger, child, unused);
}
