import { indexNames, nearest } from '../../../text/nearest';
import { absolute, asText, entryOf, textsOf, valueAt, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';

export const unusedImport: WorkflowRule = {
  id: 'unused-import',
  category: 'style',
  silencedBy: ['wrong-key-type', 'unknown-python-name', 'callable-as-text', 'duplicate-import', 'invalid-imports'],
  documentation: {
    summary: 'A name of `imports` that no Python of the file uses.',
    why: 'Airflow imports it each time that it parses the DAG file, for nothing; where it is missing on a machine, the DAG is missing, too.',
    bad: `name: orders
imports: {modules: [pandas]}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['imports'],
  check: {
    *file({ file }) {
      const { text } = file.file;
      if (file.headless || file.documents.some(({ broken }) => broken)) return;
      for (const { document } of file.documents) {
        const entry = entryOf(document, 'imports');
        if (entry?.value === undefined) continue;
        const end = entry.offset + entry.value.end;
        const rest = text.slice(0, entry.offset) + text.slice(end);
        const words = new Set(
          `${pythonParts(rest)}\n${callables(rest)}`.match(/[\p{ID_Start}_][\p{ID_Continue}]*/gu) ?? [],
        );
        const near = lazy(() => indexNames(words));
        const objects = valueAt(entry.value, 'objects');
        const bound: readonly (readonly [YamlScalar, boolean])[] = [
          ...textsOf(valueAt(entry.value, 'modules')).map((one) => [one, true] as const),
          ...(objects?.kind === 'list' ? objects.items : []).flatMap((one) =>
            asText(valueAt(one, 'module')) === undefined
              ? []
              : textsOf(valueAt(one, 'objects')).map((name) => [name, false] as const),
          ),
        ];
        for (const [scalar, isModule] of bound) {
          const [path = '', alias] = scalar.text.trim().split(/\s+as\s+/);
          const name = alias ?? (isModule ? (path.split('.')[0] ?? path) : path);
          // A word that is nearly the same is a slip, and that is reported.
          if (name === '*' || words.has(name) || nearest(name, near()).length > 0) continue;
          yield {
            message: `No Python of this file uses "${name}".`,
            range: absolute(entry, scalar),
            help: 'Remove it.',
          };
        }
      }
    },
  },
};

/** What stands between `<<` and `>>`, whichever belong together; all behind a `<<` that is never closed may be meant as Python. */
function pythonParts(text: string): string {
  const parts: string[] = [];
  for (let open = text.indexOf('<<'); open >= 0; ) {
    const close = text.indexOf('>>', open + 2);
    parts.push(text.slice(open + 2, close < 0 ? undefined : close));
    open = close < 0 ? -1 : text.indexOf('<<', close + 2);
  }
  return parts.join('\n');
}

/** Functions that are given as text, which is reported there. */
function callables(text: string): string {
  return [...text.matchAll(/(?:_call(?:able|back)|timetable)['"]?:[ ]*["']?<?([^<\n]*)/g)]
    .map((match) => match[1])
    .join('\n');
}
