import { didYouMean, nearest } from '../../../text/nearest';
import { valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { type Expression, type Placed, within } from '../jinja';
import { meantEntryOf } from '../meant-keys';
import { METHODS_OF_PARAMS, misnamedFinding, misnamedParams } from '../misnamed';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';

export const undefinedParam: WorkflowRule = {
  id: 'undefined-param',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'invalid-jinja', 'invalid-branch'],
  documentation: {
    summary: 'A template uses a parameter that the `params` of the workflow do not have.',
    why: 'A run that is not given it by hand has no such parameter, and the task fails when its template is rendered.',
    bad: `name: orders
dag_args: {schedule_interval: null, params: {mode: full}}
operators:
- {name: load, type: bash, properties: {bash_command: "load --{{ params.mod }}"}}
`,
    good: `name: orders
dag_args: {schedule_interval: null, params: {mode: full}}
operators:
- {name: load, type: bash, properties: {bash_command: "load --{{ params.mode }}"}}
`,
    fixSafety: 'A proposal: another parameter may be meant, or one is missing from `params`.',
  },
  mentions: ['params'],
  check: {
    *document({ outline, document, file }) {
      const entry = outline.primary ? meantEntryOf(document, 'dag_args') : undefined;
      const params = valueAt(entry?.value, 'params');
      if (entry === undefined || params?.kind !== 'mapping' || file.headless) return;
      const defined = new Map(params.pairs.map(({ key }) => [key.text, key]));
      for (const [name, definition] of misnamedParams(new Set(defined.keys()), file.file.text)) {
        const key = defined.get(definition);
        if (key !== undefined) yield moveFinding(misnamedFinding(key, name, 'parameter'), entry.offset);
      }
    },
    *item({ templates, settings, item }) {
      const { params } = settings.dag;
      const own = valueAt(valueAt(item.map, 'properties'), 'params');
      if (params === undefined || own !== undefined || settings.defaultArguments.has('params')) return;
      for (const { scalar, reading } of templates()) {
        if (!('template' in reading) || reading.template.bound.has('params')) continue;
        for (const part of reading.template.expressions.flatMap((expression) => [...within(expression)])) {
          const asked = paramAskedBy(part);
          if (asked === undefined || params.has(asked.name)) continue;
          const { name } = asked;
          const range = placeInText(scalar, asked.place, item.cellText);
          const [best] = nearest(name, settings.paramNames());
          // A run may be given parameters that are not written here: only what looks like a slip is one.
          if (best === undefined) continue;
          const isExact = item.cellText.slice(range.start, range.end) === name;
          yield {
            message: `"params" of this workflow has no "${name}".${didYouMean(name, settings.paramNames())}`,
            range,
            help: 'Add it to "params" in "dag_args", with a default.',
            ...(!isExact
              ? {}
              : {
                  fix: {
                    title: `Change "${name}" to "${best}"`,
                    safety: 'unsafe',
                    edits: [{ range, text: best }],
                  },
                }),
          };
        }
      }
    },
  },
};

/** The parameter of `params.name`, `params['name']` and `params.get('name')`. */
function paramAskedBy(part: Expression): { readonly name: string; readonly place: Placed } | undefined {
  if (part.kind === 'attribute') return isParams(part.of) && !METHODS_OF_PARAMS.has(part.name) ? part : undefined;
  if (part.kind !== 'call' || part.callee.kind !== 'attribute' || part.callee.name !== 'get') return undefined;
  const [key] = part.positional;
  if (!isParams(part.callee.of) || key?.kind !== 'literal' || !key.isText) return undefined;
  return { name: key.value, place: { start: key.start + 1, end: key.end - 1 } };
}

function isParams(of: Expression): boolean {
  return of.kind === 'name' && of.name === 'params';
}
