import type { Catalogue } from '../../schemas';
import type { FileOutline } from '../../workflow/check';
import type { Composites } from '../../workflow/composites';

/** Something that can stand at a place. */
export interface Candidate {
  readonly label: string;
  readonly kind:
    | 'key'
    | 'task'
    | 'type'
    | 'value'
    | 'document'
    | 'variable'
    | 'function'
    | 'attribute'
    | 'keyword'
    | 'resource';
  /** A few words beside the label. */
  readonly detail?: string;
  /** One line about it. */
  readonly summary?: string;
  /** Of a key: what its value is like. */
  readonly shape?: 'scalar' | 'list' | 'mapping';
  /** Has to be there, or is the most likely: shown first. */
  readonly required?: boolean;
  readonly deprecated?: boolean;
  /** Of a function: the argument with which it is called, in quotes. */
  readonly call?: string;
  /** What it means besides the label: the id of a task of which the name is shown. */
  readonly written?: string;
}

/** What a candidate is chosen from: the catalogue, the project, and the file as it was before the gap. */
export interface Sources {
  readonly catalogue: Catalogue;
  readonly composites: Composites;
  readonly file: FileOutline;
  /** The images of the project. */
  readonly projectImages: ReadonlySet<string>;
  /** The names of the project's environments. */
  readonly environments: readonly string[];
}
