import { findType } from '../../../schemas';
import { didYouMean, nearest } from '../../../text/nearest';
import { absolute, entryOf } from '../../read';
import type { WorkflowRule } from '../context';
import { otherTypeNames, resolveType, sectionOfType, typeNames } from '../node-type';
import { titleOf } from '../outline';
import { rangeOf, renameTo, withFix } from '../suggest';

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
    fixSafety: 'Safe where the name is a single slip away from one type only; else a proposal.',
  },
  check: {
    *document({ document, catalogue }) {
      const entry = entryOf(document, 'operator_defaults');
      if (entry?.value?.kind !== 'mapping') return;
      for (const { key } of entry.value.pairs) {
        if (findType(catalogue, key.text) !== undefined) continue;
        yield {
          message: `"${key.text}" is no type, so no task gets these defaults.${didYouMean(key.text, catalogue.names)}`,
          range: absolute(entry, key),
          ...withFix(renameTo(key, catalogue.names, entry.offset)),
        };
      }
    },
    *item({ item, node, settings: { catalogue } }) {
      const { type, section } = node;
      if (type === undefined || resolveType(type.text, section, catalogue) !== undefined) return;
      const elsewhere = sectionOfType(type.text, section, catalogue);
      const names = typeNames(section, catalogue);
      const known = nearest(type.text, names).length > 0 ? names : otherTypeNames(section, catalogue);
      const hint =
        elsewhere === undefined
          ? didYouMean(type.text, known)
          : ` It is a type of "${elsewhere}": move the node there.`;
      yield {
        message: `"${type.text}" is no type of "${section}", so what ${titleOf(node)} runs is not known.${hint}`,
        range: rangeOf(type),
        help: names.length > 9 ? 'Run "dagport explain" for a list of types.' : `The types are ${names.join(', ')}.`,
        covers: { start: item.map.start, end: item.map.end },
        ...withFix(elsewhere === undefined ? renameTo(type, known) : undefined),
      };
    },
  },
};
