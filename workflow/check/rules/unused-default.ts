import { findType, parametersOf } from '../../../schemas';
import { didYouMean } from '../../../text/nearest';
import { absolute, entryOf } from '../../read';
import type { ItemSettings, WorkflowRule } from '../context';
import { meantByForeignParameter } from '../foreign-parameters';
import { propertiesOf, resolveType } from '../node-type';
import type { FileOutline } from '../outline';
import { renameTo, withFix } from '../suggest';

export const unusedDefault: WorkflowRule = {
  id: 'unused-default',
  category: 'suspicious',
  silencedBy: ['unknown-type', 'yaml-syntax'],
  documentation: {
    summary: 'An argument of `default_task_args` or `operator_defaults` that no task takes.',
    why: 'Airflow leaves it out in silence: a misspelt `retries` is no retry at all.',
    bad: `name: orders
default_task_args: {retires: 2}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
default_task_args: {retries: 2}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    fixSafety: 'A proposal: a task that takes it may come later.',
  },
  mentions: ['default_task_args', 'operator_defaults'],
  check: {
    *document({ document, file, settings }) {
      const entry = entryOf(document, 'default_task_args');
      const { catalogue } = settings;
      if (entry?.value?.kind === 'mapping') {
        const ofAll = catalogue.baseParametersByName;
        for (const { key } of entry.value.pairs) {
          if (key.text !== 'task_id' && key.text !== 'dag') continue;
          yield {
            message: `Each task has its own "${key.text}", so no task takes this one.`,
            range: absolute(entry, key),
            help: 'Remove it.',
          };
        }
        const strange = entry.value.pairs.filter(({ key }) => !ofAll.has(key.text) && !LEFT_OUT.has(key.text));
        const taken = strange.length === 0 ? undefined : takenBy(file, settings);
        const names = new Set([...catalogue.baseParameters.keys(), ...(taken ?? [])]);
        for (const { key } of taken === undefined ? [] : strange) {
          if (taken?.has(key.text)) continue;
          const foreign = meantByForeignParameter(key.text);
          const fix = renameTo(key, foreign === undefined ? names : [foreign], entry.offset);
          yield {
            message: `No task of this workflow takes "${key.text}".${foreign === undefined ? didYouMean(key.text, names) : ` Did you mean "${foreign}"?`}`,
            range: absolute(entry, key),
            help: 'Remove it, or give it to the tasks that need it.',
            ...withFix(fix === undefined ? undefined : { ...fix, safety: 'unsafe' }),
          };
        }
      }
      const defaults = entryOf(document, 'operator_defaults');
      if (defaults?.value?.kind !== 'mapping') return;
      for (const { key: name, value } of defaults.value.pairs) {
        const type = findType(catalogue, name.text);
        if (type === undefined || value.kind !== 'mapping') continue;
        const parameters = parametersOf(catalogue, type);
        for (const { key } of value.pairs) {
          if (parameters.has(key.text)) continue;
          if (key.text === 'backends' && type.kind === 'neutral') {
            yield {
              message: `"backends" stands on a task, not among defaults, and has no effect here.`,
              range: absolute(defaults, key),
              help: 'What every container has on one backend stands under the type of that: operator_defaults: {kubernetes: {namespace: jobs}}.',
            };
            continue;
          }
          const fix = renameTo(key, parameters.keys(), defaults.offset);
          yield {
            message: `"${name.text}" takes no property "${key.text}".${didYouMean(key.text, parameters.keys())}`,
            range: absolute(defaults, key),
            ...withFix(fix === undefined ? undefined : { ...fix, safety: 'unsafe' }),
          };
        }
      }
    },
  },
};

/** The properties that any node takes; nothing where the type of one of them is not known. */
function takenBy({ documents }: FileOutline, settings: ItemSettings): ReadonlySet<string> | undefined {
  const taken = new Set<string>();
  const seen = new Set<string>();
  for (const { type, section } of documents.flatMap(({ nodes }) => nodes)) {
    const key = `${section} ${type?.text}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const meaning = type === undefined ? undefined : resolveType(type.text, section, settings);
    if (meaning === undefined) return undefined;
    for (const name of propertiesOf(meaning, settings).keys()) taken.add(name);
  }
  return taken;
}

/** What older versions of Airflow took. */
const LEFT_OUT: ReadonlySet<string> = new Set(['provide_context', 'adhoc', 'sla', 'task_concurrency', 'xcom_push']);
