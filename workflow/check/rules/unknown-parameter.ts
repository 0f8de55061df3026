import type { Catalogue, Former, OperatorType, Parameter } from '../../../schemas';
import { didYouMean, nearest } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { valueAt, type YamlMapping, type YamlPair } from '../../read';
import { backendValues } from '../backends';
import type { ItemSettings, WorkflowRule } from '../context';
import { meantByForeignParameter } from '../foreign-parameters';
import { lackingOf } from '../given';
import { lazy } from '../lazy';
import { wordWithoutColon } from '../meant-keys';
import { type NodeType, propertiesOf } from '../node-type';
import { changeTo, rangeOf, renameTo, withFix, withoutColon, writtenElsewhere } from '../suggest';

export const unknownParameter: WorkflowRule = {
  id: 'unknown-parameter',
  category: 'correctness',
  silencedBy: ['invalid-join', 'yaml-syntax', 'tab-indentation'],
  documentation: {
    summary: 'A property that the type of the node does not take.',
    why: 'Airflow refuses to load a DAG that gives an operator an argument it does not have.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_comand: load}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    fixSafety:
      'Safe where the name is a single slip away from one parameter only that is not given yet; else a proposal.',
  },
  check: {
    *item({ item, node, settings, type }) {
      yield* unknownOfBackends(item.map, settings);
      const properties = valueAt(item.map, 'properties');
      if (node.type === undefined || type === undefined || properties?.kind !== 'mapping') return;
      if (type.kind === 'composite' && !type.composite.signature.closed) return;
      if (type.kind === 'operator' && type.type.open === true) return;
      const known = propertiesOf(type, settings);
      const strange = properties.pairs.filter(({ key }) => !known.has(key.text));
      if (strange.length === 0) return;
      const given = new Set(properties.pairs.map((pair) => pair.key.text));
      const free = [...known].flatMap(([name, { deprecated }]) => (given.has(name) || deprecated ? [] : [name]));
      const own = ownParameters(type, free);
      const lackingOnly = lazy(() => onlyLacking(item.map, strange, known, type, settings));
      for (const { key } of strange) {
        const joined = wordWithoutColon(key);
        if (joined !== undefined && known.has(joined.word)) {
          yield { ...withoutColon(key, joined), covers: rangeOf(item.map) };
          continue;
        }
        const [meant] = nearest(key.text, free);
        const former = type.kind === 'operator' ? formerOf(type.type, key.text, settings.catalogue) : undefined;
        if (former !== undefined) {
          const { provider, last, use } = former;
          const free = use !== undefined && known.has(use) && !given.has(use);
          yield {
            message: `"${node.type.text}" takes no property "${key.text}" any more; the ${provider} provider had it until ${last}.${use === undefined ? '' : ` Use "${use}".`}`,
            range: rangeOf(key),
            ...writtenElsewhere(key),
            ...(free && known.get(use)?.required === true ? { covers: rangeOf(item.map) } : {}),
            ...withFix(free ? changeTo(key, use) : undefined),
          };
          continue;
        }
        const lacking = meant === undefined ? lackingOnly() : undefined;
        const needed =
          lacking !== undefined ||
          (meant !== undefined && settings.requiredOf(type).some(({ name }) => name === meant)) ||
          (type.kind === 'keyword' && type.name === 'fail' && meant === 'message');
        yield {
          message: `"${node.type.text}" takes no property "${key.text}".${lacking === undefined ? hintFor(key.text, free) : ` What it needs, and is not given, is "${lacking}".`}`,
          range: rangeOf(key),
          ...writtenElsewhere(key),
          help:
            own.length === 0 ? 'Remove it.' : `It takes ${own.slice(0, 12).join(', ')}${own.length > 12 ? ', …' : ''}.`,
          ...(needed ? { covers: rangeOf(item.map) } : {}),
          ...withFix(
            lacking === undefined ? renameTo(key, free) : isKin(key.text, lacking) ? changeTo(key, lacking) : undefined,
          ),
        };
      }
    },
  },
};

/** The one property that is needed and not given, where one that nobody knows is: the two are one slip. */
function onlyLacking(
  map: YamlMapping,
  strange: readonly YamlPair[],
  known: ReadonlyMap<string, Parameter>,
  type: NodeType,
  settings: ItemSettings,
): string | undefined {
  let unlike = 0;
  for (const { key } of strange) if (nearest(key.text, known.keys()).length === 0 && ++unlike > 1) return undefined;
  if (unlike !== 1) return undefined;
  const [lacking, ...others] = lackingOf(map, type, settings);
  return others.length === 0 ? lacking : undefined;
}

/** May one be a short or long form of the other: `path` of `filepath`, `msg` of `message`? */
function isKin(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  let found = 0;
  for (const letter of long) if (letter === short[found]) found++;
  return found === short.length;
}

function hintFor(word: string, free: readonly string[]): string {
  const foreign = nearest(word, free).length > 0 ? undefined : meantByForeignParameter(word);
  return foreign === undefined || !free.includes(foreign) ? didYouMean(word, free) : ` Did you mean "${foreign}"?`;
}

/** What the operator of a backend does not take. */
function* unknownOfBackends(map: YamlMapping, settings: ItemSettings): Generator<Finding> {
  for (const { backend, values, parameters } of backendValues(map, settings)) {
    const free = [...parameters.keys()].filter((name) => valueAt(values, name) === undefined);
    for (const { key } of values.pairs) {
      if (parameters.has(key.text)) continue;
      yield {
        message: `The operator of ${backend} takes no property "${key.text}".${didYouMean(key.text, free)}`,
        range: rangeOf(key),
        ...writtenElsewhere(key),
        help: 'Remove it, or write it for the backend that has it.',
        ...withFix(renameTo(key, free)),
      };
    }
  }
}

/** What became of a property that an earlier release of the package took. */
function formerOf(type: OperatorType, name: string, { providers }: Catalogue): Former | undefined {
  return providers?.formerParameter(type.classPath, name);
}

/** The parameters of a type itself, without those that all tasks take. */
function ownParameters(type: NodeType, free: readonly string[]): readonly string[] {
  if (type.kind === 'keyword') return free;
  if (type.kind === 'composite') return [...type.composite.signature.parameters.keys()];
  return 'type' in type ? (type.type?.parameters ?? []).map((one) => one.name) : [];
}
