/** A program for browsers, bundled, as text: `tools/inline-script.mjs` makes it for esbuild and for vitest. */
declare module '*?script' {
  const text: string;
  export default text;
}
