import type { PlanImport } from '../../workflow/plan/plan';
import { dottedIdentifier, identifier, namesBeside } from './names';
import type { ImportedName, Statement } from './python/syntax';
import type { ObjectPath } from './targets/target';

/** What a DAG file imports. Names are given in the order in which they are asked for. */
export interface Imports {
  /** The name under which an object is at hand; imports it if need be. */
  object(path: ObjectPath): string;
  /** The name under which a module of the standard library is at hand. */
  module(name: 'os' | 're' | 'datetime'): string;
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
  readonly byAuthor: boolean;
}

/** The imports of a workflow, to which the emitter adds its own; on a clash of names the emitter's gets an alias. */
export function collectImports(authored: readonly PlanImport[]): Imports {
  const entries = new Map<string, Entry>();
  const needed = new Set<string>();
  for (const entry of authored.flatMap(authoredEntries)) {
    const key = keyOf(entry.module, entry.object);
    if (!entries.has(key)) entries.set(key, entry);
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

function authoredEntries({ module, objects }: PlanImport): readonly Entry[] {
  const name = dottedIdentifier(module);
  const [first = name] = name.split('.');
  if (objects === undefined) return [{ module: name, local: first, byAuthor: true }];
  return objects.map((object) => ({
    module: name,
    object: identifier(object),
    local: identifier(object),
    byAuthor: true,
  }));
}

function isModule(entry: Entry, name: string): boolean {
  return entry.object === undefined && entry.local === name;
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
      const alias = entry.byAuthor || entry.local === entry.module ? {} : { alias: entry.local };
      modules.push({ kind: 'import', module: entry.module, ...alias, unused });
      continue;
    }
    const group = objects.get(`${entry.module} ${unused}`) ?? { module: entry.module, unused, names: [] };
    objects.set(`${entry.module} ${unused}`, group);
    group.names.push({ name: entry.object, ...(entry.local === entry.object ? {} : { alias: entry.local }) });
  }
  const froms: Statement[] = [...objects.values()].map((group) => ({ kind: 'from', ...group }));
  const between: Statement[] = modules.length > 0 && froms.length > 0 ? [{ kind: 'blank', lines: 1 }] : [];
  return [...modules, ...between, ...froms];
}
