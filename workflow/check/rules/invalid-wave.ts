import { WAVE_KEYS } from '../../../schemas';
import { didYouMean } from '../../../text/nearest';
import { absolute, asText, entryOf, valueAt, type YamlScalar } from '../../read';
import { placeInWave } from '../../select/waves';
import type { WorkflowRule } from '../context';
import { lostNames } from '../lost-names';
import { unknownNames } from '../misnamed';
import type { DocumentOutline } from '../outline';

const KEYS: ReadonlySet<string> = new Set(WAVE_KEYS.map(({ name }) => name));

export const invalidWave: WorkflowRule = {
  id: 'invalid-wave',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation'],
  documentation: {
    summary: 'A wave is not what a wave is: a name of its own and a selection of nodes that are there.',
    why: 'A wave that selects nothing, or something else than was meant, leaves tasks out of what is built without a word.',
    bad: `name: orders
format: 1
waves:
- {name: first, select: lod}
- {name: second, select: "load publish"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    good: `name: orders
format: 1
waves:
- {name: first, select: load}
- {name: second, select: publish}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
  },
  mentions: ['waves'],
  check: {
    *file({ file, staging: stagingIn }) {
      const [primary] = file.documents;
      const entry = primary === undefined ? undefined : entryOf(primary.document, 'waves');
      if (entry?.value?.kind !== 'list') return;
      const names = new Map<string, YamlScalar>();
      for (const item of entry.value.items) {
        const name = asText(valueAt(item, 'name'));
        const unknown = item.kind === 'mapping' ? item.pairs.find(({ key }) => !KEYS.has(key.text)) : undefined;
        if (unknown !== undefined) {
          yield {
            message: `"${unknown.key.text}" is no key of a wave.${didYouMean(unknown.key.text, KEYS)}`,
            range: absolute(entry, unknown.key),
            help: 'A wave is a name and a selection: {name: first, select: "+publish"}.',
          };
        } else if (name === undefined || asText(valueAt(item, 'select')) === undefined) {
          const message = 'A wave is a name and a selection: {name: first, select: "+publish"}.';
          yield {
            message,
            range: absolute(entry, name ?? { start: item.start, end: Math.min(item.end, item.start + 1) }),
          };
        }
        if (name === undefined) continue;
        const first = names.get(name.text);
        names.set(name.text, first ?? name);
        if (first === undefined) continue;
        yield {
          message: `There are two waves "${name.text}", so "--wave ${name.text}" could mean either.`,
          range: absolute(entry, name),
          related: [{ range: absolute(entry, first), message: `"${name.text}" first stands here.` }],
        };
      }
      if (file.documents.some((outline) => outline.broken)) return;
      const told = primary === undefined ? undefined : unknownNames(primary);
      const isMissing = primary !== undefined && twinsOf(primary) > lostNames(primary).size;
      for (const { wave, problem } of stagingIn().problems) {
        const { message } = problem;
        const range = placeInWave(file.file, wave, problem.range);
        const name = file.file.text.slice(range.start, range.end).replace(/^\d*\+|\+\d*$/g, '');
        if (told?.has(name) === true || (isMissing && message.startsWith('no node is called'))) continue;
        yield { message: `${message.charAt(0).toUpperCase()}${message.slice(1)}`, range };
      }
    },
  },
};

/** How many nodes have the name of another one, which lost theirs. */
function twinsOf({ nodes, byName }: DocumentOutline): number {
  return nodes.filter(({ name }) => name !== undefined).length - byName.size;
}
