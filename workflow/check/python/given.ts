/** What the DAG file imports for its author where it is used. */
export const GIVEN_NAMES: readonly string[] = ['os', 're', 'datetime', 'Variable'];

/** What Python of tasks finds beside that: the DAG that they are in. */
export const NAMES_OF_TASKS: readonly string[] = ['dag'];

/** What Python in targets of generators finds beside that. */
export const NAMES_OF_GENERATORS: readonly string[] = ['item', 'index', 'item_name'];
