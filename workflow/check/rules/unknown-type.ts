import { findType, NODE_KEYS_BY_NAME } from '../../../schemas';
import type { Fix } from '../../../text/diagnostic';
import { editDistance } from '../../../text/edit-distance';
import { didYouMean, nearest } from '../../../text/nearest';
import { absolute, entryOf, valueAt } from '../../read';
import type { ItemSettings, WorkflowRule } from '../context';
import { meantByForeignType } from '../foreign-types';
import { formerType, isForeignClass, isLegalKey, propertiesOf, resolveType, sectionOfType } from '../node-type';
import { type NodeOutline, titleOf } from '../outline';
import { changeTo, rangeOf, renameTo, withFix } from '../suggest';
import { plainName } from '../type-names';

export const unknownType: WorkflowRule = {
  id: 'unknown-type',
  category: 'correctness',
  documentation: {
    summary: 'The type of a node is not in the catalogue, or not for this section.',
    why: 'What the node would run is not known, so nothing can be built and its properties cannot be checked.',
    bad: `name: orders
operators:
- {name: load, type: bahs, properties: {bash_command: load}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    fixSafety:
      'Safe where the name is a single slip away from one type only, and the rest of the node fits that type; else a proposal.',
  },
  check: {
    *document({ document, catalogue }) {
      const entry = entryOf(document, 'operator_defaults');
      if (entry?.value?.kind !== 'mapping') return;
      for (const { key } of entry.value.pairs) {
        if (findType(catalogue, key.text) !== undefined) continue;
        const isNear = nearest(key.text, catalogue.names).length > 0;
        const isKnown = (name: string): boolean => findType(catalogue, name) !== undefined;
        const meant = isNear ? undefined : meantByForeignType(key.text, 'operators', isKnown);
        yield {
          message: `"${key.text}" is no type, so no task gets these defaults.${didYouMean(key.text, catalogue.names)}${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
          range: absolute(entry, key),
          ...withFix(renameTo(key, catalogue.names, entry.offset)),
        };
      }
    },
    *item({ item, node, type: meaning, settings }) {
      const { type, section } = node;
      if (type === undefined || meaning !== undefined) return;
      const isOfOperators = section !== 'generators' && section !== 'resources' && section !== 'sub_dags';
      if (isOfOperators && settings.catalogue.findGone(type.text) !== undefined) return;
      const versions = versionsOf(type.text, settings);
      if (versions.length > 0 && !versions.every(({ isKnown }) => isKnown)) return;
      if (versions.length > 0) {
        yield {
          message: `There is no "${type.text}"; of this composite there is ${versions.map(({ name }) => name).join(', ')}.`,
          range: rangeOf(type),
          covers: { start: item.map.start, end: item.map.end },
        };
        return;
      }
      if (isForeignClass(type.text, section)) return;
      const former = section === 'generators' || section === 'resources' ? undefined : formerType(type.text, settings);
      if (former !== undefined) {
        yield {
          message: `"${type.text}" is no type ${former.newer ? 'here' : 'any more'}. ${former.why}${former.use === undefined ? '' : ` Use "${former.use}".`}`,
          range: rangeOf(type),
          covers: { start: item.map.start, end: item.map.end },
          ...withFix(former.use === undefined ? undefined : changeTo(type, former.use)),
        };
        return;
      }
      const homonyms = settings.catalogue.providers?.homonyms(type.text) ?? [];
      if (homonyms.length > 1) {
        yield {
          message: `Several packages have a class "${type.text}": ${homonyms.join(', ')}. Write the path of the one that is meant.`,
          range: rangeOf(type),
          covers: { start: item.map.start, end: item.map.end },
        };
        return;
      }
      const elsewhere = sectionOfType(type.text, section, settings);
      if (elsewhere !== undefined && settings.torn) return;
      const { common: names, near, others, plain } = settings.typeNamesIn(section);
      const isKnown = (name: string): boolean => resolveType(name, section, settings) !== undefined;
      const meant =
        (isOfOperators ? movedClass(type.text, settings) : undefined) ??
        sameButForCase(type.text, plain()) ??
        meantByForeignType(type.text, section, isKnown);
      const slips = nearest(type.text, near()).filter((name) => editDistance(type.text, name, 1) === 1);
      const known = nearest(type.text, near()).length > 0 ? near() : others();
      const hint =
        elsewhere === undefined
          ? meant === undefined
            ? pinnedHint(type.text, settings) || didYouMean(type.text, known)
            : ` Did you mean "${[...new Set([meant, ...slips])].join('" or "')}"?`
          : ` It is a type of "${elsewhere}": move the node there.`;
      yield {
        message: `"${type.text}" is no type of "${section}", so what ${titleOf(node)} runs is not known.${hint}`,
        range: rangeOf(type),
        help: names.length > 9 ? 'Run "dagport explain" for a list of types.' : `The types are ${names.join(', ')}.`,
        covers: { start: item.map.start, end: item.map.end },
        toldElsewhere: hint === '' && settings.isProjectBroken,
        ...withFix(
          elsewhere !== undefined
            ? undefined
            : meant === undefined
              ? careful(renameTo(type, known), node, settings)
              : careful(renameTo(type, [meant]) ?? changeTo(type, meant), node, settings),
        ),
      };
    },
  },
};

/** The first name that differs from a word by capital letters and by dashes at most: `FileSensor` of `file-sensor`. */
function sameButForCase(word: string, names: ReadonlyMap<string, readonly string[]>): string | undefined {
  return names.get(plainName(word))?.find((name) => name.length <= 2 * word.length);
}

/** The path of the class that a path names in a module that does not have it. */
function movedClass(path: string, { catalogue }: ItemSettings): string | undefined {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return name === path ? undefined : findType(catalogue, name)?.classPath;
}

/** Safe only where the rest of the node is what the type takes: else the type may be another one. */
function careful(fix: Fix | undefined, { item, section }: NodeOutline, settings: ItemSettings): Fix | undefined {
  const meant = fix === undefined ? undefined : resolveType(fix.edits[0]?.text ?? '', section, settings);
  if (fix === undefined || meant === undefined || fix.safety === 'unsafe') return fix;
  const known = propertiesOf(meant, settings);
  const properties = valueAt(item.map, 'properties');
  const given = new Set(properties?.kind === 'mapping' ? properties.pairs.map(({ key }) => key.text) : []);
  const fits =
    [...given].every((name) => known.has(name)) &&
    [...known.values()].every(({ name, required }) => !required || given.has(name)) &&
    item.map.pairs.every(({ key }) => {
      const facts = NODE_KEYS_BY_NAME.get(key.text);
      return facts !== undefined && isLegalKey(facts, section, meant.kind === 'keyword' ? meant.name : undefined);
    });
  return fits ? fix : { ...fix, safety: 'unsafe' };
}

/**
 * The versions of the composite whose other version a type asks for: `db_upload@1` of `db_upload@3`. One that a file says in
 * another way than as a number is not known; that is told there.
 */
function versionsOf(
  type: string,
  { composites }: ItemSettings,
): readonly { readonly name: string; readonly isKnown: boolean }[] {
  const at = type.lastIndexOf('@');
  const name = at < 0 ? undefined : type.slice(0, at);
  return composites.all.flatMap((one) => {
    if (one.name !== name) return [];
    const isMeant = one.document.entries.some(({ key }) => key.text === 'version' || nearest(key.text, ['version'])[0]);
    return [{ name: `${one.name}@${one.version}`, isKnown: one.version !== 0 || !isMeant }];
  });
}

/** The composite that a name with a version means: `jobs@1` of `jbos@1`, `jobs:1` and `jobs@v1`. */
function pinnedHint(type: string, { composites }: ItemSettings): string {
  const [, name = '', version = ''] = /^([\w-]+)[@:]v?(\d+)$/.exec(type) ?? [];
  if (name === '') return '';
  const meant = composites.names.includes(name) ? name : nearest(name, composites.names)[0];
  return meant === undefined ? '' : ` Did you mean "${meant}@${version}"?`;
}
