import { isMap, isNode, isScalar, parseDocument } from 'yaml';
import { type Catalogue, loadCatalogue, type Providers } from '../../schemas';
import type { Diagnostic } from '../../text/diagnostic';
import { type Composites, holdsComposite, readComposites } from '../composites';
import { type Plugin, readPlugins } from '../plugins';

/** All types that the workflows of a project may use: those that dagport brings, and the project's own. */
export interface ProjectCatalogue {
  readonly catalogue: Catalogue;
  readonly composites: Composites;
  readonly problems: readonly ProjectCatalogueProblem[];
}

/** What is wrong with a file of the project's catalogue. */
export interface ProjectCatalogueProblem {
  readonly path: string;
  /** The text of that file. */
  readonly text: string;
  readonly message: string;
  /** Nothing only where the file as a whole is meant. */
  readonly range: Diagnostic['range'] | undefined;
  /** Absent: an error. */
  readonly severity?: 'warning';
}

/**
 * The catalogue of a project. `builtIn` and `own` are files (path → text); one of `own` that says `kind: composite` is a
 * composite, the others are entries of the catalogue; `plugins` have types in boundary-layer's format. All of it is data:
 * nothing is executed. What the project has itself wins over what packages bring (`ofPackages`: the paths of their files, which
 * stand first), that over plugins, and they over what dagport brings.
 */
export function readProjectCatalogue(
  builtIn: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
  providers?: Providers,
  plugins: readonly Plugin[] = [],
  ofPackages: ReadonlySet<string> = new Set(),
): ProjectCatalogue {
  const ofComposites = new Map([...own].filter(([, text]) => holdsComposite(text)));
  const files = new Map([...own].filter(([path]) => !ofComposites.has(path)));
  const ofPlugins = readPlugins(plugins, () => loadCatalogue(builtIn, providers).catalogue);
  const further = { entries: ofPlugins.entries, plugins: new Set(plugins.map(({ name }) => name)), files };
  const { catalogue, problems } = loadCatalogue(builtIn, providers, further);
  const read = readComposites(ofComposites, ofPackages);
  return {
    catalogue,
    composites: read.composites,
    problems: [
      ...problems.map(({ path, pointer, message, ofKey }) => {
        const text = own.get(path) ?? builtIn.get(path) ?? '';
        const words = pointer === '' || ofKey === true ? message : `${pointer}: ${message}`;
        return { path, text, message: words, range: rangeOf(text, pointer, ofKey === true) };
      }),
      ...ofPlugins.problems,
      ...read.problems.map(({ file, diagnostic: { message, range } }) => ({
        path: file.path,
        text: file.text,
        message,
        range,
      })),
    ],
  };
}

/** Where a pointer leads to in a YAML text; where there is nothing, the nearest thing around that. */
function rangeOf(text: string, pointer: string, ofKey: boolean): Diagnostic['range'] | undefined {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return { start: error.pos[0], end: Math.max(error.pos[1], error.pos[0] + 1) };
  const keys = pointer === '' ? [] : pointer.split('/');
  if (ofKey) {
    const owner = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
    const pair = isMap(owner) ? owner.items.find(({ key }) => isScalar(key) && key.value === keys.at(-1)) : undefined;
    if (isScalar(pair?.key) && pair.key.range != null) return { start: pair.key.range[0], end: pair.key.range[1] };
  }
  for (let length = keys.length; length > 0; length -= 1) {
    const found = document.getIn(keys.slice(0, length), true);
    if (isNode(found) && found.range != null) return { start: found.range[0], end: found.range[1] };
  }
  return undefined;
}
