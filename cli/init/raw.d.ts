/** The text of a file (vitest, and `tools/raw-text.mjs` for esbuild). */
declare module '*.yml?raw' {
  const text: string;
  export default text;
}

declare module '*Jenkinsfile?raw' {
  const text: string;
  export default text;
}
