/** Names with values, as far as they are only looked at. A `Map` is such a thing, too. */
export interface ReadonlyNames<Value> {
  readonly get: (name: string) => Value | undefined;
  readonly has: (name: string) => boolean;
  readonly entries: () => Iterable<readonly [string, Value]>;
}

/** Names of a block over those around it: what is set is known in the block only. To begin one costs nothing, however many there are around. */
export interface NameLayer<Value> extends ReadonlyNames<Value> {
  readonly set: (name: string, value: Value) => void;
  /** Those that were set in this layer. */
  readonly own: () => Iterable<readonly [string, Value]>;
}

/** A layer over names, which stay as they are. */
export function layerOver<Value>(around: ReadonlyNames<Value>): NameLayer<Value> {
  const own = new Map<string, Value>();
  return {
    get: (name) => own.get(name) ?? around.get(name),
    has: (name) => own.has(name) || around.has(name),
    set: (name, value) => own.set(name, value),
    own: () => own,
    *entries() {
      for (const [name, value] of around.entries()) if (!own.has(name)) yield [name, value];
      yield* own;
    },
  };
}

/** Names that are taken. */
export interface TakenNames {
  readonly has: (name: string) => boolean;
  readonly add: (name: string) => void;
  readonly delete: (name: string) => void;
}

/** The names that are taken in a block: those around it, and its own. */
export function takenWithin(around: Pick<TakenNames, 'has'>): TakenNames {
  const own = new Map<string, boolean>();
  return {
    has: (name) => own.get(name) ?? around.has(name),
    add: (name) => own.set(name, true),
    delete: (name) => own.set(name, false),
  };
}
