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

/** The bundle of the libraries that few calls of the command need. */
export const LIBRARIES = 'libraries.cjs';

/**
 * For esbuild: these libraries are read from a bundle of their own, when something of them is first used. Their users
 * import them as ever.
 * @param {Readonly<Record<string, readonly string[]>>} libraries what is imported of each
 */
export function later(libraries) {
  return {
    name: 'later',
    setup(hooks) {
      hooks.onResolve({ filter: /^[@a-z]/ }, ({ path: name }) =>
        name in libraries ? { path: name, namespace: 'later' } : undefined,
      );
      hooks.onLoad({ filter: /.*/, namespace: 'later' }, ({ path: name }) => {
        const load = `require(${JSON.stringify(`./${LIBRARIES}`)})[${JSON.stringify(name)}]`;
        const getters = (libraries[name] ?? []).map((member) => `get ${member}() { return ${load}.${member}; }`);
        return { contents: `module.exports = { __esModule: true, ${getters.join(', ')} };` };
      });
      hooks.onResolve({ filter: /^\.\/libraries\.cjs$/ }, () => ({ path: `./${LIBRARIES}`, external: true }));
    },
  };
}

/** The source of the bundle of these libraries: each is run when it is first asked for. */
export function librariesEntry(libraries) {
  const getters = Object.keys(libraries).map((name) => {
    const key = JSON.stringify(name);
    return `  get ${key}() { return require(${key}); },`;
  });
  return `module.exports = {\n${getters.join('\n')}\n};\n`;
}
