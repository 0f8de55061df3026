/** A file's text: vitest reads `?raw` by itself, `tools/build.mjs` teaches it to esbuild. */
declare module '*.yaml?raw' {
  const text: string;
  export default text;
}
