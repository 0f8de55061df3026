import type { Scope } from './scope';
import { literal, type Template, variable } from './template';
import { type Resolved, resolveKnown, resolveName } from './values';

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

/** As `expandReferences`, for a value that Jenkins expands by all variables of the build: those that nobody in the file sets, too. */
export function expandVariables(
  scope: Scope,
  { value, notes }: Extract<Resolved, { kind: 'known' }>,
): Extract<Resolved, { kind: 'known' }> {
  const all = [...notes];
  const parts = value.flatMap((part): Template => {
    if (part.kind !== 'literal' || !part.text.includes('$')) return [part];
    const found: Template[] = [];
    let end = 0;
    for (const match of part.text.matchAll(reference)) {
      const name = match[1] ?? match[2];
      const resolved = name === undefined ? undefined : resolveName(scope, name);
      found.push(literal(part.text.slice(end, match.index)));
      found.push(resolved?.kind === 'known' ? resolved.value : literal(name === undefined ? '$' : match[0]));
      if (resolved?.kind === 'known') all.push(...resolved.notes);
      end = match.index + match[0].length;
    }
    return [...found.flat(), ...literal(part.text.slice(end))];
  });
  return { kind: 'known', value: parts, notes: [...new Set(all)] };
}
