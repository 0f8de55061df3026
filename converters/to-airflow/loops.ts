import { loopsOf } from '../../workflow/plan';
import type { Argument, Plan, PlanLoop } from '../../workflow/plan/plan';
import {
  dagportText,
  generatorItems,
  generatorPairs,
  type Helper,
  nameOfObject,
  nameOfPair,
  nameOfText,
  taskIdPart,
} from './helpers';
import { argumentKeywords } from './operators';
import { call, type Expression, name, type Statement, strings } from './python/syntax';
import { type ValueContext, valueExpression } from './values';

/** Python names of one loop. */
export interface LoopNames {
  /** The function that makes the tasks of one item. */
  readonly build: string;
  /** The functions that an author wrote: what finds the items, and what names one. */
  readonly iterator: string;
  readonly itemName: string;
}

/** What an author's Python calls an item in a loop, as in boundary-layer. */
export const ITEM_NAMES = ['index', 'item', 'item_name'] as const;

const NAMED = { item: nameOfText, name: nameOfObject, key: nameOfPair } as const;

/** The helpers that the loops of a plan call. `used`: the names that code in it looks up. */
export function loopHelpers({ loops }: Plan, used: ReadonlySet<string>): readonly Helper[] {
  if (loops.length === 0) return [];
  const texts = used.has(dagportText.name) ? [dagportText] : [];
  const called = loops.flatMap(({ items, part }) => [
    generatorItems,
    ...(part === 'item_name' ? [taskIdPart] : []),
    ...(items.kind === 'value' ? [NAMED[items.named]] : []),
    ...(items.kind === 'value' && items.named === 'key' ? [generatorPairs] : []),
  ]);
  return [...called, ...texts];
}

/** The functions of the authors of generator types. */
export function loopFunctions({ loops }: Plan, names: ReadonlyMap<string, LoopNames>): readonly Statement[] {
  return loops.flatMap(({ id, label, items }): readonly Statement[] => {
    const own = names.get(id);
    if (items.kind !== 'code' || own === undefined) return [];
    const given = new Set(items.arguments.map((argument) => argument.name));
    const missing = items.parameters.filter((parameter) => !given.has(parameter));
    const parameters = [...given, ...missing.map((parameter) => `${parameter}=None`)];
    return [
      { kind: 'blank', lines: 2 },
      { kind: 'comment', text: `the items of the generator ${label}` },
      { kind: 'foreign', name: own.iterator, parameters, code: items.iterator },
      { kind: 'blank', lines: 2 },
      { kind: 'foreign', name: own.itemName, parameters: ['index', 'item'], code: items.itemName },
    ];
  });
}

/** The first statements of the function that makes the tasks of one item. `used`: names that the code in it looks up. */
export function loopPrelude({ part, variables }: PlanLoop, used: ReadonlySet<string>): readonly Statement[] {
  const source = part === 'index' ? call('str', [name('index')]) : call(taskIdPart.name, [name('item_name')]);
  const aliases = [
    [variables.item, 'item'],
    [variables.index, 'index'],
    [variables.itemName, 'item_name'],
  ] as const;
  return [
    { kind: 'assign', target: variables.part, value: source },
    ...aliases.flatMap(([target, value]): readonly Statement[] =>
      used.has(target) ? [{ kind: 'assign', target, value: name(value) }] : [],
    ),
  ];
}

/** The loop itself, which calls the function for each item that no pattern leaves out. */
export function loopStatement(loop: PlanLoop, own: LoopNames, context: ValueContext): Statement {
  const { items, blocked } = loop;
  const nameOf = items.kind === 'code' ? own.itemName : NAMED[items.named].name;
  const found = call(generatorItems.name, [itemsExpression(loop, own, context), name(nameOf), strings(blocked)]);
  const body: Statement = { kind: 'expression', value: call(own.build, ITEM_NAMES.map(name)) };
  return { kind: 'for', target: ITEM_NAMES.join(', '), in: found, body: [body] };
}

function itemsExpression({ items }: PlanLoop, own: LoopNames, context: ValueContext): Expression {
  if (items.kind === 'code') return call(own.iterator, [], argumentKeywords(items.arguments, context));
  const value = valueExpression(items.value, context);
  return items.named === 'key' ? call(generatorPairs.name, [value]) : value;
}

/** All that authors gave to the loops of a plan: values, and code. */
export function loopInputs({ loops }: Plan): {
  readonly given: readonly Argument[];
  readonly code: readonly string[];
} {
  return {
    given: loops.flatMap(({ items }) =>
      items.kind === 'code' ? items.arguments : [{ name: 'items', value: items.value }],
    ),
    code: loops.flatMap(({ items }) => (items.kind === 'code' ? [items.iterator, items.itemName] : [])),
  };
}

/** The loop in which a loop stands. */
export function loopAround({ node }: PlanLoop): string | undefined {
  return loopsOf(node).at(-1);
}
