/** How many operators a workflow has, and how often it is measured: what takes long is measured less often. */
export const SIZES: readonly { readonly operators: number; readonly runs: number }[] = [
  { operators: 10, runs: 200 },
  { operators: 100, runs: 60 },
  { operators: 1_000, runs: 20 },
  { operators: 10_000, runs: 5 },
];
