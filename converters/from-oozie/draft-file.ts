import type { DraftEntry, DraftFile, DraftItem, DraftMapping, DraftValue } from '../../workflow/write/draft';
import { pullUpDefaults } from '../pull-up';
import { looksSecret } from '../secret';
import type { DraftedNodes } from './conversion';
import type { JobProperties } from './properties';

/** The parts of the primary document, in the order in which they are written. */
export interface WorkflowParts {
  readonly header: readonly string[];
  readonly name: string;
  readonly nameFrom: readonly string[];
  /** `schedule`, `start_date`, …: the parameters follow them. */
  readonly dagArguments: readonly DraftEntry[];
  readonly scheduled: boolean;
  readonly properties: JobProperties;
  readonly before: readonly DraftItem[];
  readonly nodes: Omit<DraftedNodes, 'flow'>;
  readonly operatorDefaults: readonly DraftEntry[];
  readonly images: readonly DraftEntry[];
  /** The documents of sub-workflows. */
  readonly documents: readonly DraftMapping[];
}

/** Assembles the file of one workflow. */
export function draftWorkflowFile(parts: WorkflowParts): DraftFile {
  const { properties } = parts;
  const { known, required } = parametersOf(properties);
  const asked = parts.scheduled ? [] : required;
  const parameters = [
    ...known.map((name) => entry(name, properties.used.get(name)?.value ?? '')),
    ...asked.map((name) => entry(name, requiredParameter)),
  ];
  const owner = properties.values.get('user.name');
  const entries: DraftEntry[] = [
    { key: 'name', value: parts.name, from: parts.nameFrom },
    { key: 'format', value: 1 },
    ...(asked.length > 0 ? [importOfParam] : []),
    {
      key: 'dag_args',
      value: block([...parts.dagArguments, ...(parameters.length > 0 ? [entry('params', block(parameters))] : [])]),
      comment: notice(parts.scheduled ? required : required.filter(looksSecret), parts.scheduled),
    },
    ...(owner === undefined ? [] : [entry('default_task_args', flow([entry('owner', owner)]))]),
    ...(parts.images.length === 0 ? [] : [entry('images', block(parts.images))]),
    ...(parts.operatorDefaults.length === 0 ? [] : [entry('operator_defaults', block(parts.operatorDefaults))]),
    ...(parts.before.length > 0 ? [entry('before', items(parts.before))] : []),
    ...(parts.nodes.operators.length > 0 ? [entry('operators', items(parts.nodes.operators))] : []),
    ...(parts.nodes.subDags.length > 0 ? [entry('sub_dags', items(parts.nodes.subDags))] : []),
  ];
  const documents = pullUpDefaults([{ kind: 'mapping', layout: 'block', entries }, ...parts.documents]);
  return { header: parts.header, documents };
}

/** Python as it stands: a parameter without a default, which has to be given when a run is started. */
const requiredParameter = '<<Param(type="string")>>';

/** Of the two modules that have `Param`, the one that Airflow 2.11 and 3.3 both know: the workflow is built for either. */
const importOfParam: DraftEntry = entry(
  'imports',
  block([
    entry(
      'objects',
      items([
        {
          value: flow([
            entry('module', 'airflow.models.param'),
            entry('objects', { kind: 'list', layout: 'flow', items: [{ value: 'Param' }] }),
          ]),
        },
      ]),
    ),
  ]),
);

/**
 * The properties that the definition uses: the defined ones as they were written, values that a coordinator sets after
 * them, and apart those without a value: nobody defines them, or they are secrets.
 */
function parametersOf({ values, used }: JobProperties): { readonly known: string[]; readonly required: string[] } {
  const names = [...new Set([...values.keys(), ...used.keys()])].filter((name) => used.has(name));
  const isKnown = (name: string) => used.get(name)?.value !== undefined;
  return { known: names.filter(isKnown), required: names.filter((name) => !isKnown(name)) };
}

/**
 * Airflow loads no scheduled DAG with a required parameter: who should be asked? There the properties without a value are
 * named in a comment, and the tasks that use one fail until it has a value.
 */
function notice(names: readonly string[], scheduled: boolean): string[] {
  if (names.length === 0) return [];
  const list = names
    .map((name) => (looksSecret(name) ? `${name} (a secret: better kept in a connection)` : name))
    .join(', ');
  return scheduled
    ? [`Without a value: ${list}.`, 'Write them under params; the tasks that use them fail until then.']
    : [`Not copied: ${list}.`];
}

function entry(key: string, value: DraftValue): DraftEntry {
  return { key, value };
}

function block(entries: readonly DraftEntry[]): DraftValue {
  return { kind: 'mapping', entries, layout: 'block' };
}

function flow(entries: readonly DraftEntry[]): DraftValue {
  return { kind: 'mapping', entries, layout: 'flow' };
}

function items(list: readonly DraftItem[]): DraftValue {
  return { kind: 'list', items: list, layout: 'block' };
}
