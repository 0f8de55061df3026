/** A value that is worked out when it is first asked for, once. */
export interface Lazy<T> {
  get(): T;
  /** The value where it is known, else the newest one known of those before it. */
  newest(): T | undefined;
}

/** `compute` is given the newest value known of `before`; nothing before that is kept alive. */
export function lazy<T>(compute: (previous: T | undefined) => T, before?: Lazy<T>): Lazy<T> {
  let state: { readonly known: true; readonly value: T } | { readonly known: false; readonly previous: T | undefined } =
    {
      known: false,
      previous: before?.newest(),
    };
  return {
    get() {
      if (!state.known) state = { known: true, value: compute(state.previous) };
      return state.value;
    },
    newest: () => (state.known ? state.value : state.previous),
  };
}
