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

/** What is wrong with a file of the project's catalogue: of a composite with a place, of a type with words. */
export interface ProjectCatalogueProblem {
  readonly path: string;
  /** The text of that file. */
  readonly text: string;
  readonly message: string;
  readonly range: Diagnostic['range'] | undefined;
  /** Absent: an error. */
  readonly severity?: 'warning';
}

/**
 * The catalogue of a project. `builtIn` and `own` are files (path → text); one of `own` that says `kind: composite` is a
 * composite, the others are entries of the catalogue; `plugins` have types in boundary-layer's format. All of it is data:
 * nothing is executed.
 */
export function readProjectCatalogue(
  builtIn: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
  providers?: Providers,
  plugins: readonly Plugin[] = [],
): ProjectCatalogue {
  const ofComposites = new Map([...own].filter(([, text]) => holdsComposite(text)));
  const files = new Map([...own].filter(([path]) => !ofComposites.has(path)));
  const ofPlugins = readPlugins(plugins, () => loadCatalogue(builtIn, providers).catalogue);
  const further = { entries: ofPlugins.entries, plugins: new Set(plugins.map(({ name }) => name)), files };
  const { catalogue, problems } = loadCatalogue(builtIn, providers, further);
  const read = readComposites(ofComposites);
  return {
    catalogue,
    composites: read.composites,
    problems: [
      ...problems.map(({ path, pointer, message }) => ({
        path,
        text: own.get(path) ?? builtIn.get(path) ?? '',
        message: pointer === '' ? message : `${pointer}: ${message}`,
        range: undefined,
      })),
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
