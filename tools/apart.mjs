import path from 'node:path';

/** The bundle of all that the command loads only for some of its calls. */
const SECOND = './more.cjs';

/**
 * For esbuild: what is imported when it is needed (`import('./convert')`) goes into a second bundle, except `kept`. Node has
 * to read all of a bundle before it runs any of it, and `lint` of one file takes no longer than that.
 * @param {string} root the folder of the checkout
 * @param {readonly string[]} kept modules, relative to the root and without ending, that stay in the first bundle
 * @param {Set<string>} moved filled with the modules that have to stand in the second one
 */
export function apart(root, kept, moved) {
  return {
    name: 'apart',
    setup(hooks) {
      hooks.onResolve({ filter: /^\.\.?\// }, (found) => {
        if (found.kind !== 'dynamic-import') return undefined;
        const name = path.relative(root, path.resolve(found.resolveDir, found.path)).split(path.sep).join('/');
        if (kept.includes(name)) return undefined;
        moved.add(name);
        return { path: name, namespace: 'apart' };
      });
      hooks.onLoad({ filter: /.*/, namespace: 'apart' }, ({ path: name }) => ({
        contents: `module.exports = require(${JSON.stringify(SECOND)})[${JSON.stringify(name)}];`,
      }));
      hooks.onResolve({ filter: /^\.\/more\.cjs$/ }, () => ({ path: SECOND, external: true }));
    },
  };
}

/** The source of the second bundle: each module is run when it is first asked for. */
export function apartEntry(moved) {
  const getters = [...moved].sort().map((name) => {
    const key = JSON.stringify(name);
    return `  get ${key}() { return require(${JSON.stringify(`./${name}`)}); },`;
  });
  return `module.exports = {\n${getters.join('\n')}\n};\n`;
}
