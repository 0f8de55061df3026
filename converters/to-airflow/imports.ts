import type { PlanImport } from '../../workflow/plan/plan';
import { dottedIdentifier, identifier, namesBeside } from './names';
import type { ImportedName, Statement } from './python/syntax';
import type { ObjectPath } from './targets/target';

/** What a DAG file imports. Names are given in the order in which they are asked for. */
export interface Imports {
  /** The name under which an object is at hand; imports it if need be. */
  object(path: ObjectPath): string;
  /** The name under which a module of the standard library is at hand. */
  module(name: 'os' | 're' | 'datetime' | 'json'): string;
  /** Whether a name is bound by an import. */
  binds(name: string): boolean;
  names(): readonly string[];
  /** The import statements. `used`: the names that code of the author looks up. */
  statements(used: ReadonlySet<string>): readonly Statement[];
}

interface Entry {
  readonly module: string;
  /** Absent: the module itself. */
  readonly object?: string;
  readonly local: string;
  /** Is it a module under another name? */
  readonly aliased?: boolean;
  readonly byAuthor: boolean;
}

/** The imports of a workflow, to which the emitter adds its own; on a clash of names the emitter's gets an alias. */
export function collectImports(authored: readonly PlanImport[]): Imports {
  const entries = new Map<string, Entry>();
  const needed = new Set<string>();
  for (const entry of authored.flatMap(authoredEntries)) {
    const plain = entry.object ?? entry.module.split('.')[0];
    const key = keyOf(entry.module, entry.object) + (entry.local === plain ? '' : ` as ${entry.local}`);
    if (entries.has(key)) continue;
    // As in Python the later of two that bind one name is meant; linters complain of the earlier one.
    for (const [other, before] of entries) if (isHidden(before, entry)) entries.delete(other);
    entries.set(key, entry);
  }
  const freshName = namesBeside([...entries.values()].map((entry) => entry.local));
  const bind = (module: string, object?: string): string => {
    // `import os.path` of the author gives `os`, too.
    const parent = object === undefined ? [...entries].find(([, entry]) => isModule(entry, module))?.[0] : undefined;
    const key = parent ?? keyOf(module, object);
    const local = entries.get(key)?.local ?? freshName(object ?? module);
    needed.add(key);
    if (!entries.has(key))
      entries.set(key, { module, ...(object === undefined ? {} : { object }), local, byAuthor: false });
    return local;
  };
  return {
    object: ({ module, name }) => bind(module, name),
    module: (name) => bind(name),
    binds: (name) => [...entries.values()].some((entry) => entry.local === name),
    names: () => [...entries.values()].map((entry) => entry.local),
    statements: (used) => importStatements([...entries], (key, entry) => !needed.has(key) && !used.has(entry.local)),
  };
}

/** With `*` among the objects of a module, all others go without saying, as in boundary-layer. */
function authoredEntries({ module, objects }: PlanImport): readonly Entry[] {
  const { name, alias } = nameAndAlias(module);
  const path = dottedIdentifier(name);
  const [first = path] = path.split('.');
  if (objects === undefined)
    return [{ module: path, local: alias ?? first, aliased: alias !== undefined, byAuthor: true }];
  if (objects.includes(EVERYTHING)) return [{ module: path, object: EVERYTHING, local: EVERYTHING, byAuthor: true }];
  return objects.map((object) => {
    const one = nameAndAlias(object);
    return { module: path, object: identifier(one.name), local: one.alias ?? identifier(one.name), byAuthor: true };
  });
}

const EVERYTHING = '*';

/** `numpy as np` */
function nameAndAlias(text: string): { readonly name: string; readonly alias: string | undefined } {
  const [, name, alias] = /^\s*(\S+)\s+as\s+(\S+)\s*$/.exec(text) ?? [];
  return name === undefined || alias === undefined
    ? { name: text.trim(), alias: undefined }
    : { name, alias: identifier(alias) };
}

/** Does an import bind the name of an earlier one to something else? `import a.b` and `import a.c` both bind `a`. */
function isHidden(before: Entry, after: Entry): boolean {
  const isPath = (entry: Entry): boolean => entry.object === undefined && entry.aliased !== true;
  return before.local === after.local && before.local !== EVERYTHING && !(isPath(before) && isPath(after));
}

function isModule(entry: Entry, name: string): boolean {
  return entry.object === undefined && entry.local === name && entry.aliased !== true;
}

function keyOf(module: string, object: string | undefined): string {
  return object === undefined ? module : `${module} ${object}`;
}

/** Modules first, then objects, each sorted; imports of the author that nothing uses say so to linters. */
function importStatements(
  entries: readonly (readonly [string, Entry])[],
  isUnused: (key: string, entry: Entry) => boolean,
): readonly Statement[] {
  const modules: Statement[] = [];
  const objects = new Map<string, { module: string; unused: boolean; names: ImportedName[] }>();
  for (const [key, entry] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const unused = isUnused(key, entry);
    if (entry.object === undefined) {
      const isPlain = entry.byAuthor ? entry.aliased !== true : entry.local === entry.module;
      const alias = isPlain ? {} : { alias: entry.local };
      modules.push({ kind: 'import', module: entry.module, ...alias, unused });
      continue;
    }
    const of = `${entry.module} ${unused} ${entry.object === EVERYTHING}`;
    const group = objects.get(of) ?? { module: entry.module, unused, names: [] };
    objects.set(of, group);
    group.names.push({ name: entry.object, ...(entry.local === entry.object ? {} : { alias: entry.local }) });
  }
  const froms = [...objects.values()].map(
    (group): Statement => ({ kind: 'from', ...group, names: group.names.sort(byKindOfName) }),
  );
  const between: Statement[] = modules.length > 0 && froms.length > 0 ? [{ kind: 'blank', lines: 1 }] : [];
  return [...modules, ...between, ...froms];
}

/** As isort has them: constants, then classes, then all others; those of a kind keep their order. */
function byKindOfName(a: ImportedName, b: ImportedName): number {
  return kindOfName(a.name) - kindOfName(b.name);
}

function kindOfName(name: string): number {
  if (name.length > 1 && name === name.toUpperCase()) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
}
