import { findGenerator } from '../../../schemas';
import { valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { blocklistOf, itemNames } from '../generator-items';
import { titleOf } from '../outline';
import { rangeOf } from '../suggest';

export const emptyGenerator: WorkflowRule = {
  id: 'empty-generator',
  category: 'suspicious',
  silencedBy: ['wrong-parameter-type', 'missing-parameter', 'unknown-type'],
  documentation: {
    summary: 'A generator without items, or whose `regex_blocklist` leaves all of them out.',
    why: 'No task comes of it. In files without `format` even the order of what stands before and after it is lost.',
    bad: `name: orders
generators:
- {name: each, type: list_generator, target: one, properties: {items: []}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
    good: `name: orders
generators:
- {name: each, type: list_generator, target: one, properties: {items: [orders]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
  },
  check: {
    *item({ item, node, settings }) {
      const type = node.section === 'generators' ? findGenerator(settings.catalogue, node.type?.text ?? '') : undefined;
      const names = type === undefined ? undefined : itemNames(item, type);
      const items = type === undefined ? undefined : valueAt(valueAt(item.map, 'properties'), type.items);
      if (names === undefined || items === undefined) return;
      const blocklist = valueAt(item.map, 'regex_blocklist');
      const isBlocked = blocklistOf(item);
      const left = names.filter(({ name }) => !isBlocked(name));
      if (left.length > 0) return;
      yield {
        message:
          names.length === 0
            ? `${titleOf(node)} has no items, so nothing comes of it.`
            : `"regex_blocklist" leaves out all items of ${titleOf(node)}, so nothing comes of it.`,
        range: rangeOf(names.length === 0 || blocklist === undefined ? items : blocklist),
        ...(names.length === 0
          ? {}
          : { help: 'Patterns are matched from the start of a name; end one with $ to match the whole.' }),
      };
    },
  },
};
