import type { ConversionInput } from '../contract';
import { applicationPathNames, childElement, childElements, sourceText } from './conversion';
import { defaultsFile, propertyFiles } from './find-files';
import type { JobProperties } from './properties';
import { readProperties } from './read-properties';
import { readXml } from './xml/read-xml';

/**
 * The properties of a job, the strongest source of each: the command line, property files, `config-default.xml`, the defaults
 * of the definition's `parameters` (Oozie 5.2 workflow specification, §4.1). Files that would be read but are not there
 * go into `needs`.
 */
export function readJobProperties(
  input: ConversionInput,
  needs: Set<string>,
  defaults: ReadonlyMap<string, string>,
): JobProperties {
  const values = new Map<string, string>();
  const layers = [...propertyFiles(input.entry), defaultsFile(input.entry)].map((path) => {
    const text = input.files.get(path);
    if (text === undefined) needs.add(path);
    return text === undefined ? [] : path.endsWith('.xml') ? readConfiguration(text) : readFile(text);
  });
  // A property file is written in the order in which people think of its entries: it gives the order of parameters.
  for (const layer of [...layers, [...defaults]]) {
    for (const [key, value] of layer) if (!values.has(key)) values.set(key, value);
  }
  for (const [key, value] of input.options.properties) values.set(key, value);
  const application = values.get(applicationPathNames.workflow);
  if (application !== undefined) values.set(applicationPathNames.workflow, application.replace(/\/[^/]*\.xml$/, ''));
  return { values, perRun: new Map(), used: new Map() };
}

/** The properties of `config-default.xml` beside a definition. */
export function configurationOf(input: ConversionInput, needs: Set<string>, definition: string): Map<string, string> {
  const path = defaultsFile(definition);
  const text = input.files.get(path);
  if (text === undefined) needs.add(path);
  return new Map(text === undefined ? [] : readConfiguration(text));
}

/** The last of several entries with one key counts, in the place of the first. */
function readFile(text: string): [key: string, value: string][] {
  return [...new Map(readProperties(text).map(({ key, value }) => [key, value]))];
}

/** The properties of a Hadoop configuration file, in their order. */
export function readConfiguration(text: string): [key: string, value: string][] {
  const { root } = readXml(text);
  if (root === undefined) return [];
  return childElements(root, 'property').flatMap((property): [string, string][] => {
    const [name, value] = ['name', 'value'].map((child) => childElement(property, child));
    return name === undefined || value === undefined ? [] : [[sourceText(name).trim(), sourceText(value).trim()]];
  });
}
