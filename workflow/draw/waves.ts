import type { GraphJson, GraphNode } from './graph';

/** Colours of waves, told apart by people who see no red or green, too (after Okabe and Ito). */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'] as const;

/** A wave as pictures show it. Colours come again after the sixth. */
export interface WaveStyle {
  readonly name: string;
  /** From 0, in the order in which the nodes stand. */
  readonly number: number;
  readonly colour: string;
}

export function waveStyles({ nodes }: GraphJson): readonly WaveStyle[] {
  return [...new Set(nodes.flatMap(({ wave }) => wave ?? []))].map((name, number) => ({
    name,
    number,
    colour: COLOURS[number % COLOURS.length] ?? COLOURS[0],
  }));
}

/** The style of a node's wave, where it is in one. */
export function waveStyleOf(node: GraphNode, styles: readonly WaveStyle[]): WaveStyle | undefined {
  return node.wave === undefined ? undefined : styles.find(({ name }) => name === node.wave);
}
