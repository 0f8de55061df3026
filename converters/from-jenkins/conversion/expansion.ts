import type { Scope } from './scope';
import { literal, type Template, variable } from './template';
import { resolveKnown } from './values';

/** `$NAME`, `${NAME}` and `$$`, as Jenkins finds them in the value of a variable (`hudson.Util.VARIABLE`). */
const reference = /\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_.]+)\}|\$)/g;

/** The names that a text refers to. */
export function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(reference)].flatMap((match) => match[1] ?? match[2] ?? []);
}

/**
 * The value of a variable of `environment` and `withEnv`. Jenkins replaces references to other variables in it, also in single
 * quotes (`EnvVars.overrideExpandingAll`); one that nobody declares is left to the shell of the task.
 */
export function expandReferences(scope: Scope, value: Template): Template {
  return value.flatMap((part): Template => {
    if (part.kind !== 'literal' || !part.text.includes('$')) return [part];
    const parts: Template[] = [];
    let end = 0;
    for (const match of part.text.matchAll(reference)) {
      const name = match[1] ?? match[2];
      parts.push(literal(part.text.slice(end, match.index)));
      if (name === undefined) parts.push(literal('$'));
      else parts.push(/^[A-Za-z_]\w*$/.test(name) ? (resolveKnown(scope, name) ?? variable(name)) : literal(match[0]));
      end = match.index + match[0].length;
    }
    return [...parts.flat(), ...literal(part.text.slice(end))];
  });
}
