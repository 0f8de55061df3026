/**
 * The control flow of a legacy job whose nodes hand on tokens, as Oozie's do: what `verify` plays against the converted
 * workflow. Names are those of the source; a node that a group holds is known as `<group>.<node>`.
 */
export interface LegacyFlow {
  readonly start: string;
  readonly nodes: ReadonlyMap<string, LegacyNode>;
}

export type LegacyNode =
  | { readonly kind: 'action'; readonly ok: string; readonly error: string }
  /** Another job that runs as a part of this one. */
  | { readonly kind: 'group'; readonly flow: LegacyFlow; readonly ok: string; readonly error: string }
  /** The targets of the cases, the default last. */
  | { readonly kind: 'decision'; readonly targets: readonly string[] }
  | { readonly kind: 'fork'; readonly paths: readonly string[] }
  | { readonly kind: 'join'; readonly to: string }
  | { readonly kind: 'end' | 'kill' };
