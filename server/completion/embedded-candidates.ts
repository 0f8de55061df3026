import { type AirflowTarget, findType, KEYWORD_TYPES, parametersOf } from '../../schemas';
import { type DocumentOutline, dagFacts, type FileOutline, isRepeated, type NodeOutline } from '../../workflow/check';
import { asText, type DocumentItem, valueAt } from '../../workflow/read';
import type { Candidate, Sources } from './candidate';
import type { EmbeddedGap } from './embedded';
import { jinjaCandidates, type TemplateScope } from './jinja';
import { pythonCandidates } from './python';

/** All that can stand at a gap inside of brackets: names of Jinja where Airflow renders the text, of Python, of placeholders. */
export function embeddedCandidates(gap: EmbeddedGap, sources: Sources, airflow: AirflowTarget): readonly Candidate[] {
  const { file } = sources;
  const { document, item } = gap.place;
  const outline = file.documents.find((each) => each.document.range.start === document.range.start);
  if (outline === undefined) return [];
  const repeated = isRepeated(outline, file);
  if (gap.language === 'python') {
    return pythonCandidates(gap, { dag: dagFacts(file, sources.catalogue), inTask: item !== undefined, repeated });
  }
  if (gap.language === 'placeholder') return item === undefined ? [] : placeholders(gap, outline, file, repeated);
  if (!isRendered(gap.place, sources)) return [];
  return jinjaCandidates(gap, templateScope(outline, item, sources, airflow));
}

/** Does Airflow render the text? Of types that are not known it may. */
function isRendered({ way, item }: EmbeddedGap['place'], { catalogue }: Sources): boolean {
  if (item === undefined) {
    const type = way[0] === 'operator_defaults' ? findType(catalogue, String(way[1])) : undefined;
    if (type !== undefined) return parametersOf(catalogue, type).get(String(way[2]))?.templated === true;
    return way[0] === 'operator_defaults' || way[0] === 'default_task_args';
  }
  const [, , key, parameter] = way;
  if (key === 'cases') return way.at(-1) === 'when';
  if (key === 'image' || key === 'backends') return true;
  if (key !== 'properties') return false;
  const name = asText(valueAt(item.map, 'type'))?.text ?? '';
  if (KEYWORD_TYPES.some((keyword) => keyword === name)) return parameter === 'message';
  const type = item.section === 'generators' || item.section === 'resources' ? undefined : findType(catalogue, name);
  if (type === undefined) return true;
  const facts = parametersOf(catalogue, type).get(String(parameter));
  return facts === undefined || facts.templated === true;
}

function templateScope(
  outline: DocumentOutline,
  item: DocumentItem | undefined,
  { file, catalogue }: Sources,
  airflow: AirflowTarget,
): TemplateScope {
  const own = valueAt(valueAt(item?.map, 'properties'), 'params');
  return {
    airflow,
    dag: dagFacts(file, catalogue),
    ownParams: own?.kind === 'mapping' ? own.pairs.map(({ key }) => key.text) : [],
    tasks: pulledTasks(outline, item),
  };
}

/** The tasks of a document by their ids in Airflow, those that run before an item first. */
function pulledTasks(outline: DocumentOutline, item: DocumentItem | undefined): readonly Candidate[] {
  const node = outline.nodes.find((each) => each.item.section === item?.section && each.item.index === item.index);
  const before = node === undefined ? new Set<NodeOutline>() : allBefore(node, outline);
  return outline.nodes.flatMap((each) => {
    const isTask = each.section === 'operators' || each.section === 'before' || each.section === 'after';
    if (each === node || each.name === undefined || !isTask) return [];
    return each.taskIds.map(
      (label): Candidate => ({
        label,
        kind: 'task',
        required: before.has(each),
        detail: `${each.type?.text ?? 'task'}${before.has(each) ? ', runs before' : ''}`,
      }),
    );
  });
}

/** All nodes that a node waits for, over any number of steps. */
function allBefore(node: NodeOutline, { edges }: DocumentOutline): ReadonlySet<NodeOutline> {
  const sources = new Map<NodeOutline, NodeOutline[]>();
  for (const { from, to } of edges) {
    const known = sources.get(to);
    if (known === undefined) sources.set(to, [from]);
    else known.push(from);
  }
  const found = new Set<NodeOutline>();
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const source of sources.get(next) ?? []) {
      if (found.has(source)) continue;
      found.add(source);
      open.push(source);
    }
  }
  return found;
}

/** The parameters of a composite, the item of a generator, what tasks return: paths, one step at a time. */
function placeholders(
  gap: EmbeddedGap,
  outline: DocumentOutline,
  { composite }: FileOutline,
  repeated: boolean,
): readonly Candidate[] {
  const steps = gap.before.trim().split('.');
  const variable = (label: string, summary: string): Candidate => ({ label, kind: 'variable', summary });
  if (steps.length === 1) {
    if (steps[0] !== '') return [];
    const parameters = [...(composite?.signature.parameters.values() ?? [])];
    return [
      ...parameters.map(({ name, summary }) => variable(name, summary ?? 'A parameter of this composite.')),
      ...(repeated ? ITEM_NAMES.map(([name, summary]) => variable(name, summary)) : []),
      ...(composite === undefined ? [] : [variable('tasks', 'What a task returned: `tasks.<name>.output`.')]),
    ];
  }
  if (steps[0] !== 'tasks' || composite === undefined) return [];
  if (steps.length === 3) return [{ label: 'output', kind: 'attribute', summary: 'What the task returned.' }];
  const names = outline.nodes.flatMap(({ name, section }) => (section === 'operators' ? (name?.text ?? []) : []));
  return names.filter((name) => /^[\w-]+$/.test(name)).map((label) => ({ label, kind: 'task' }));
}

const ITEM_NAMES = [
  ['item', 'The item of the generator.'],
  ['index', 'The place of the item, from 0.'],
  ['item_name', 'The name of the item.'],
] as const;
