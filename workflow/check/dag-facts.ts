import type { Catalogue } from '../../schemas';
import { asText, pairOf, textsOf, valueAt, type YamlNode } from '../read';
import type { DagFacts } from './context';
import { meantDagKey, meantEntryOf } from './meant-keys';
import { misnamedParams } from './misnamed';
import type { FileOutline } from './outline';
import { memberSlip, moduleSlip } from './python';

/** What the header of a workflow says that matters for the texts of its nodes. Of a composite it says nothing. */
export function dagFacts(file: FileOutline, catalogue: Catalogue): DagFacts {
  const [primary] = file.documents;
  if (primary === undefined || file.composite !== undefined)
    return { ...UNKNOWN, imported: importedNames(file, catalogue) };
  if (file.headless) return UNKNOWN;
  const args = meantEntryOf(primary.document, 'dag_args')?.value;
  const params = namesIn(args, 'params');
  return {
    macros: namesIn(args, 'user_defined_macros'),
    filters: namesIn(args, 'user_defined_filters'),
    params:
      params === undefined || params.size === 0
        ? undefined
        : new Set([...params, ...misnamedParams(params, file.file.text).keys()]),
    imported: importedNames(file, catalogue),
    datetime: datetimeOf(file),
    byAssets: valueAt(valueAt(args, 'schedule'), 'assets')?.kind === 'list',
  };
}

const UNKNOWN: DagFacts = {
  macros: undefined,
  filters: undefined,
  params: undefined,
  imported: undefined,
  datetime: undefined,
  byAssets: false,
};

/** The keys of a mapping of `dag_args`: none where it is not given, nothing where it is no mapping. */
function namesIn(args: YamlNode | undefined, key: string): ReadonlySet<string> | undefined {
  if (args !== undefined && args.kind !== 'mapping') return undefined;
  const value = pairOf(args, key)?.value;
  if (value === undefined && args?.pairs.some((pair) => meantDagKey(pair.key) === key)) return undefined;
  if (value === undefined || (value.kind === 'scalar' && value.type === 'null')) return new Set();
  return value.kind === 'mapping' ? new Set(value.pairs.map((pair) => pair.key.text)) : undefined;
}

/** The names that the `imports` of all documents bind, or would without a slip that is told there, and those of types. */
function importedNames(file: FileOutline, { typeImports }: Catalogue): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { module, objects } of typeImports) {
    for (const name of objects ?? [module]) names.add(boundName(name, objects === undefined));
  }
  for (const { document } of file.documents) {
    const imports = meantEntryOf(document, 'imports')?.value;
    if (imports !== undefined && !isReadable(imports)) return undefined;
    for (const module of textsOf(valueAt(imports, 'modules'))) {
      // What is no module is told there, and may be several.
      if (!/^\S+(?:\s+as\s+\S+)?$/.test(module.text.trim())) return undefined;
      names.add(boundName(module.text, true));
      const meant = moduleSlip(module.text.trim())?.meant;
      if (meant !== undefined) names.add(meant);
    }
    const objects = valueAt(imports, 'objects');
    for (const entry of objects?.kind === 'list' ? objects.items : []) {
      const named = textsOf(valueAt(entry, 'objects'));
      if (asText(valueAt(entry, 'module')) === undefined || named.length === 0) return undefined;
      for (const object of named) {
        if (object.text.trim() === '*') return undefined;
        names.add(boundName(object.text, false));
        const meant = memberSlip(asText(valueAt(entry, 'module'))?.text ?? '', object.text.trim());
        if (meant !== undefined) names.add(meant);
      }
    }
  }
  return names;
}

/** Of which of the two the name `datetime` is, that of the module, which is there without imports, or of its class. */
function datetimeOf({ documents }: FileOutline): DagFacts['datetime'] {
  let found: DagFacts['datetime'] = 'module';
  for (const { document } of documents) {
    const objects = valueAt(meantEntryOf(document, 'imports')?.value, 'objects');
    for (const entry of objects?.kind === 'list' ? objects.items : []) {
      const names = textsOf(valueAt(entry, 'objects')).map(({ text }) => boundName(text, false));
      if (!names.includes('datetime')) continue;
      const isPlain = textsOf(valueAt(entry, 'objects')).some(({ text }) => text.trim() === 'datetime');
      if (!isPlain || asText(valueAt(entry, 'module'))?.text !== 'datetime') return undefined;
      found = 'class';
    }
  }
  return found;
}

/** Whatever is wrong with it is said there, and may have bound any name. */
function isReadable(imports: YamlNode): boolean {
  if (imports.kind !== 'mapping') return imports.kind === 'scalar' && imports.type === 'null';
  return imports.pairs.every(
    ({ key, value }) =>
      PARTS.has(key.text) && (value.kind === 'list' || (value.kind === 'scalar' && value.type === 'null')),
  );
}

const PARTS: ReadonlySet<string> = new Set(['modules', 'objects']);

/** `a.b` binds `a`, `a.b as c` binds `c`. */
function boundName(text: string, isModule: boolean): string {
  const [name = '', alias] = text.trim().split(/\s+as\s+/);
  if (alias !== undefined) return alias;
  return isModule ? (name.split('.')[0] ?? name) : name;
}
