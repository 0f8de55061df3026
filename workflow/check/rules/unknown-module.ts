import type { Finding } from '../../../text/rules';
import { asText, contentRange, entryOf, textsOf, valueAt, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { type ModuleSlip, memberSlip, moduleSlip } from '../python';
import { rangeOf } from '../suggest';

export const unknownModule: WorkflowRule = {
  id: 'unknown-module',
  category: 'suspicious',
  silencedBy: ['invalid-imports', 'yaml-syntax'],
  documentation: {
    summary: 'A module of `imports`, or a name out of one, is a slip in one of Python or of Airflow.',
    why: 'Airflow could not load the DAG file: `ModuleNotFoundError` or `ImportError`. Only what is a letter or two away from a module of the standard library or of Airflow is told; modules of your own are left alone.',
    bad: `name: orders
imports: {modules: [jsno]}
operators:
- {name: load, type: bash, properties: {bash_command: "load <<json.dumps([1])>>"}}
`,
    good: `name: orders
imports: {modules: [json]}
operators:
- {name: load, type: bash, properties: {bash_command: "load <<json.dumps([1])>>"}}
`,
    fixSafety: 'A proposal: a module of that name may be one of your own.',
  },
  mentions: ['imports'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'imports');
      if (entry?.value?.kind !== 'mapping') return;
      for (const module of textsOf(valueAt(entry.value, 'modules'))) {
        const slip = moduleSlip(pathOf(module));
        if (slip !== undefined) yield moveFinding(findingOf(module, slip), entry.offset);
      }
      const objects = valueAt(entry.value, 'objects');
      for (const item of objects?.kind === 'list' ? objects.items : []) {
        const module = asText(valueAt(item, 'module'));
        if (module === undefined) continue;
        const slip = moduleSlip(pathOf(module));
        if (slip !== undefined) yield moveFinding(findingOf(module, slip), entry.offset);
        for (const name of slip === undefined ? textsOf(valueAt(item, 'objects')) : []) {
          const word = pathOf(name);
          const meant = memberSlip(pathOf(module), word);
          if (meant === undefined) continue;
          const found = findingOf(name, { word, meant, start: 0, end: word.length });
          yield moveFinding(
            { ...found, message: `"${pathOf(module)}" has no "${word}". Did you mean "${meant}"?` },
            entry.offset,
          );
        }
      }
    },
  },
};

/** Without the name that it is given here. */
function pathOf({ text }: YamlScalar): string {
  return text.split(/\s+as\s+/)[0]?.trim() ?? '';
}

function findingOf(scalar: YamlScalar, { word, meant, start, end }: ModuleSlip): Finding {
  const content = contentRange(scalar);
  const path = pathOf(scalar);
  const isPlain = content !== undefined && scalar.text.startsWith(path);
  const range = isPlain ? { start: content.start + start, end: content.start + end } : rangeOf(scalar);
  return {
    message: `Python and Airflow have no "${path}". Did you mean "${path.slice(0, start)}${meant}${path.slice(end)}"?`,
    range,
    ...(isPlain
      ? { fix: { title: `Change "${word}" to "${meant}"`, safety: 'unsafe', edits: [{ range, text: meant }] } }
      : {}),
  };
}
