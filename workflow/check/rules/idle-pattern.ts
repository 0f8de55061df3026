import { findGenerator } from '../../../schemas';
import { textsOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { compiledPattern, itemNames } from '../generator-items';
import { rangeOf } from '../suggest';

export const idlePattern: WorkflowRule = {
  id: 'idle-pattern',
  category: 'suspicious',
  silencedBy: ['wrong-key-type', 'wrong-parameter-type', 'unknown-type', 'invalid-pattern', 'yaml-syntax'],
  documentation: {
    summary: 'A pattern of a `regex_blocklist` that leaves out none of the items that are written in the workflow.',
    why: 'Patterns are matched from the start of the name of an item, so one that was meant for its end or its middle does nothing, and the tasks that it was to leave out run.',
    bad: `name: orders
generators:
- {name: each, type: list_generator, target: one, regex_blocklist: [old], properties: {items: [eu, us-old]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
    good: `name: orders
generators:
- {name: each, type: list_generator, target: one, regex_blocklist: [".*old"], properties: {items: [eu, us-old]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
  },
  mentions: ['regex_blocklist'],
  check: {
    *item({ item, node, settings }) {
      const type = node.section === 'generators' ? findGenerator(settings.catalogue, node.type?.text ?? '') : undefined;
      const names = type === undefined ? undefined : itemNames(item, type);
      if (names === undefined || names.length === 0 || names.some(({ name }) => /^$|<<|\$\{\{/.test(name))) return;
      const patterns = textsOf(valueAt(item.map, 'regex_blocklist'));
      if (patterns.length * names.length > MAXIMUM_TRIES) return;
      for (const scalar of patterns) {
        const pattern = compiledPattern(scalar.text);
        if (pattern === undefined || names.some(({ name }) => pattern.matcher(name).lookingAt())) continue;
        const inside = names.find(({ name }) => pattern.matcher(name).find());
        yield {
          message:
            inside === undefined
              ? `No item matches "${scalar.text}", so it leaves out nothing.`
              : `"${scalar.text}" leaves out nothing: it stands in "${inside.name}", and patterns are matched from the start.`,
          range: rangeOf(scalar),
          help:
            inside === undefined
              ? 'Remove it, or write it so that it matches.'
              : `For anywhere in a name, write ".*${scalar.text}".`,
        };
      }
    },
  },
};

/** Every pattern is tried on every item; nobody writes so many by hand. */
const MAXIMUM_TRIES = 20_000;
