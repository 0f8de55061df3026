import { didYouMean } from '../../../text/nearest';
import type { Argument, Expression } from '../groovy/index';
import { find, type Reading, unknownName } from './directive';
import { isToolType, type KnownCall, type KnownParameter, type KnownSection, known, toolNames } from './known/known';
import type { Directive } from './model';

/** Checks a call against what is known of it; a step that is not known may come from any plugin, other calls may not. */
export function checkCall(reading: Reading, section: KnownSection, call: Directive, where: string): void {
  const facts = known[section].get(call.name);
  if (facts !== undefined) checkArguments(reading, call, facts);
  else if (section !== 'steps' && !call.name.includes('$')) notKnown(reading, section, call, where);
  checkValues(reading, call.arguments);
}

function notKnown(reading: Reading, section: KnownSection, call: Directive, where: string): void {
  const near = didYouMean(call.name, [...known[section].keys()]);
  const message = `"${call.name}" cannot stand in ${where}: no plugin that dagport knows gives it.${near}`;
  find(reading, 'jenkins-unknown-type', call.nameRange, message);
}

/** `options` of a stage are steps that wrap a block, of a pipeline also properties of the job. */
export function checkOption(reading: Reading, option: Directive, ofStage: boolean): void {
  const isWrapper = known.wrappers.has(option.name);
  if (ofStage && !isWrapper && known.options.has(option.name)) {
    const message = `"${option.name}" is an option of the pipeline; a stage cannot have it.`;
    find(reading, 'jenkins-misplaced-option', option.nameRange, message, 'Move it to the options of the pipeline.');
    return;
  }
  checkCall(reading, isWrapper || ofStage ? 'wrappers' : 'options', option, '"options"');
}

export function checkTool(reading: Reading, tool: Directive): void {
  if (!isToolType(tool.name)) unknownName(reading, 'jenkins-unknown-type', tool, '"tools"', toolNames);
  checkValues(reading, tool.arguments);
}

function checkArguments(reading: Reading, call: Directive, facts: KnownCall): void {
  const unnamed = call.arguments.filter((argument) => argument.kind === 'positional');
  const named = call.arguments.filter((argument) => argument.kind === 'named');
  if (unnamed.length > 0 && named.length > 0) return;
  if (unnamed.length > 0) checkUnnamed(reading, call, facts, unnamed);
  else checkNamed(reading, call, facts, named);
}

function checkUnnamed(reading: Reading, call: Directive, facts: KnownCall, list: readonly Argument[]): void {
  const [first, second] = list;
  if (second !== undefined && call.name !== 'parallel') {
    const message = `"${call.name}" has ${list.length} arguments without names: name them.`;
    find(reading, 'jenkins-unnamed-arguments', second.range, message);
    return;
  }
  if (first === undefined || facts.open || isMapOrList(first.value)) return;
  const parameter = soleParameter(facts);
  if (parameter !== undefined) checkType(reading, call, parameter, first.value);
  else if (facts.parameters.size > 0) {
    const message = `"${call.name}" has no single required parameter: name the argument.`;
    find(reading, 'jenkins-unnamed-arguments', first.range, message);
  }
}

/** A map is a call's named arguments, or an object of its own. */
function isMapOrList(value: Expression): boolean {
  return value.kind === 'map' || value.kind === 'list';
}

/** The parameter that one value without a name is for. */
function soleParameter(facts: KnownCall): KnownParameter | undefined {
  const all = [...facts.parameters.values()];
  const required = all.filter((parameter) => parameter.required);
  return required.length === 1 ? required[0] : required.length === 0 && all.length === 1 ? all[0] : undefined;
}

function checkNamed(reading: Reading, call: Directive, facts: KnownCall, list: readonly Argument[]): void {
  const given = new Set<string>();
  for (const argument of list) {
    if (argument.kind !== 'named' || argument.key.kind !== 'text') return;
    const { value: name, range } = argument.key;
    given.add(name);
    const parameter = facts.parameters.get(name);
    if (parameter !== undefined) checkType(reading, call, parameter, argument.value);
    else if (!facts.open && name !== '$class') {
      const near = didYouMean(name, [...facts.parameters.keys()]);
      find(reading, 'jenkins-unknown-parameter', range, `"${call.name}" has no parameter "${name}".${near}`);
    }
  }
  const missing = [...facts.parameters.values()].filter(
    (parameter) => parameter.required && !given.has(parameter.name),
  );
  if (missing.length === 0 || given.has('$class')) return;
  const names = missing.map((parameter) => `"${parameter.name}"`).join(', ');
  find(reading, 'jenkins-missing-parameter', call.nameRange, `"${call.name}" needs ${names}.`);
}

const typeNames = { text: 'text', number: 'a number', flag: 'true or false', any: 'a value' } as const;

/** Only literals are judged: text is no number, and a number or boolean is no text. */
function checkType(reading: Reading, call: Directive, { name, type }: KnownParameter, value: Expression): void {
  const wrong =
    type === 'text'
      ? value.kind === 'number' || value.kind === 'boolean'
      : type === 'number' && (value.kind === 'text' || value.kind === 'boolean');
  if (!wrong) return;
  const message = `"${name}" of "${call.name}" is ${typeNames[type]}, not ${value.kind === 'text' ? 'text' : value.kind}.`;
  find(reading, 'jenkins-wrong-parameter-type', value.range, message);
}

const largest = 2n ** 63n - 1n;

/** Values that Declarative refuses wherever they stand: `${x}` without quotes, and integers of more than 64 bits. */
export function checkValues(reading: Reading, list: readonly Argument[]): void {
  for (const { value } of list) checkValue(reading, value);
}

export function checkValue(reading: Reading, value: Expression): void {
  if (value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === '$') {
    const message = 'A value in "${…}" needs double quotes around it.';
    find(reading, 'jenkins-bare-interpolation', value.range, message);
  }
  if (value.kind === 'number' && /^\d+$/.test(value.text) && BigInt(value.text) > largest) {
    const message = 'The number is larger than 9223372036854775807, the largest that Declarative takes.';
    find(reading, 'jenkins-wrong-parameter-type', value.range, message);
  }
}

const blockedCalls = new Set(['properties', 'parallel', 'stage', 'node']);

/** The values of an option, trigger or parameter: no blocks, and no steps that Declarative blocks. */
export function checkEntryValues(reading: Reading, list: readonly Argument[]): void {
  const waiting = list.map((argument) => argument.value);
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (value.kind === 'closure') {
      find(reading, 'jenkins-unexpected-block', value.range, 'A block cannot be a value here.');
      continue;
    }
    if (value.kind === 'list') waiting.push(...value.items.map((item) => item.value));
    if (value.kind !== 'call' || value.callee.kind !== 'name') continue;
    if (blockedCalls.has(value.callee.name)) {
      const message = `The step "${value.callee.name}" cannot be used in a Declarative Pipeline as a value.`;
      find(reading, 'jenkins-blocked-step', value.callee.range, message);
    }
    waiting.push(...value.arguments.map((argument) => argument.value));
  }
}
