import { didYouMean, indexNames, nearest } from '../../../text/nearest';
import { shifted } from '../../../text/range';
import { sanitised } from '../../read';
import type { DocumentInput, WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { unknownNames } from '../misnamed';
import { type NodeOutline, titleOf } from '../outline';
import { placeInText } from '../place-in-text';
import { tasksById } from '../task-of-id';
import { pullsOf } from '../xcom';

export const unknownXcomTask: WorkflowRule = {
  id: 'unknown-xcom-task',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'unknown-type', 'duplicate-name'],
  documentation: {
    summary: 'A template asks for the result of a task that the workflow does not have.',
    why: 'Airflow gives nothing for it, and the text gets the word None. Tasks are named by their ids: `load-all` is `load_all`.',
    bad: `name: orders
operators:
- {name: count-rows, type: bash, properties: {bash_command: count}}
- {name: report, type: bash, upstream_dependencies: [count-rows], properties: {bash_command: "report {{ ti.xcom_pull('count-rows') }}"}}
`,
    good: `name: orders
operators:
- {name: count-rows, type: bash, properties: {bash_command: count}}
- {name: report, type: bash, upstream_dependencies: [count-rows], properties: {bash_command: "report {{ ti.xcom_pull('count_rows') }}"}}
`,
    fixSafety: 'A proposal: the nearest id may be another task.',
  },
  mentions: ['xcom_pull'],
  check: {
    *document(input) {
      const { outline, templatesOf } = input;
      if (outline.broken || input.file.composite !== undefined) return;
      const taskOfId = lazy(() => tasksById(input));
      const known = lazy(() => idsIn(input));
      const near = lazy(() => indexNames(known().ids));
      const told = lazy(() => new Set([...unknownNames(outline)].map(sanitised)));
      for (const node of outline.nodes) {
        if (!node.item.cellText.includes('xcom_pull')) continue;
        for (const { id, scalar, start, end } of pullsOf(templatesOf(node))) {
          const { ids, isOpen } = known();
          if (ids.has(id) || isOpen(id) || told().has(sanitised(id))) continue;
          if (outline.primary && taskOfId()(id) !== undefined) continue;
          const range = placeInText(scalar, { start, end }, node.item.cellText);
          const best = ids.has(sanitised(id)) ? sanitised(id) : nearest(id, near())[0];
          const isExact = node.item.cellText.slice(range.start, range.end) === id;
          const place = shifted(range, node.item.offset);
          yield {
            message: `${titleOf(node)} asks for the result of "${id}", and no task has that id.${best === undefined ? didYouMean(id, near()) : ` Did you mean "${best}"?`}`,
            range: place,
            ...(best === undefined || !isExact
              ? {}
              : {
                  fix: {
                    title: `Change "${id}" to "${best}"`,
                    safety: 'unsafe',
                    edits: [{ range: place, text: best }],
                  },
                }),
          };
        }
      }
    },
  },
};

/** The ids that are known, and whether one may be that of a task that is only made later. */
function idsIn({ outline, file, settings }: DocumentInput): {
  readonly ids: ReadonlySet<string>;
  readonly isOpen: (id: string) => boolean;
} {
  const nodes = outline.primary ? outline.nodes : file.documents.flatMap((document) => document.nodes);
  const groups = nodes.filter((node) => isGroup(node, settings.composites.names));
  const ids = new Set(nodes.filter((node) => !groups.includes(node)).flatMap(({ taskIds }) => taskIds));
  // Tasks of groups have ids with a prefix, those of generators end with their item.
  return { ids, isOpen: (id) => !outline.primary && groups.length > 0 && /[.-]/.test(id) };
}

function isGroup({ section, type }: NodeOutline, composites: readonly string[]): boolean {
  return section === 'generators' || section === 'sub_dags' || composites.includes(type?.text.split('@')[0] ?? '');
}
