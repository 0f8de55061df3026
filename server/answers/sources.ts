import type { ClientAbilities } from '../capabilities';
import type { Library } from '../library';
import type { Workspace } from '../workspace';

/** What requests are answered from. */
export interface Sources {
  readonly workspace: Workspace;
  readonly client: ClientAbilities;
  readonly library: Library;
}
