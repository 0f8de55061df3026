import type { CallExpression } from '../../groovy/index';
import type { Scope } from '../scope';

/** Names that Jenkins or Groovy itself gives. */
const given: ReadonlySet<string> = new Set(
  'env params docker currentBuild scm this super it steps script manager hudson jenkins java javax groovy org com net'.split(
    ' ',
  ),
);

/** Methods that values have: what they are called on is no library. */
const ofValues: ReadonlySet<string> = new Set(
  (
    'trim strip stripIndent split tokenize toString toInteger toLong toFloat toDouble toBoolean isInteger toLowerCase toUpperCase capitalize ' +
    'replace replaceAll replaceFirst substring take drop contains startsWith endsWith equals equalsIgnoreCase matches isEmpty size length ' +
    'indexOf lastIndexOf format join each eachWithIndex every any find findAll collect collectEntries sort unique first last get put add ' +
    'addAll remove containsKey keySet values entrySet plus minus call push pull tag inside run id imageName getClass hashCode'
  ).split(' '),
);

/**
 * The name of a call of what a shared library gives as a variable (`vars/x.groovy` with methods of its own): `x.publish(…)` is
 * `x.publish`, which the table `steps` of a profile may say something of. Nothing where the file knows the variable.
 */
export function libraryCall(scope: Scope, { callee }: CallExpression): string | undefined {
  if (callee.kind !== 'property' || callee.name.kind !== 'text' || callee.target.kind !== 'name') return undefined;
  const { name } = callee.target;
  const { parameters, bindings, globals, setVariables } = scope.conversion;
  const isKnown =
    given.has(name) ||
    scope.locals.has(name) ||
    scope.environment.has(name) ||
    parameters.has(name) ||
    globals.has(name) ||
    setVariables.has(name) ||
    bindings.declared.has(name);
  // Classes begin with a capital letter, and what the environment holds is written in capitals.
  return isKnown || ofValues.has(callee.name.value) || !/^[a-z]\w*$/.test(name)
    ? undefined
    : `${name}.${callee.name.value}`;
}
