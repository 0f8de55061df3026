import type { Expression } from '../groovy/index';
import {
  blockOf,
  checkUnique,
  directivesIn,
  find,
  firstValue,
  literalText,
  type Reading,
  unknownName,
} from './directive';
import type { Axis, AxisList, Directive, Exclude, ExcludeList, Matrix, StageList } from './model';
import { isEnvironmentName } from './read-environment';
import { readSettings, sectionsOf } from './read-settings';

const matrixSections = [
  'agent',
  'axes',
  'environment',
  'excludes',
  'input',
  'options',
  'post',
  'stages',
  'tools',
  'when',
];

/** A matrix; the stages of its cells are read by the function given. */
export function readMatrix(
  reading: Reading,
  directive: Directive,
  readStages: (directive: Directive) => StageList,
): Matrix {
  const block = blockOf(reading, directive);
  const calls = block === undefined ? [] : directivesIn(reading, block, '"matrix"');
  const sections = sectionsOf(reading, calls);
  for (const call of calls) {
    if (!matrixSections.includes(call.name))
      unknownName(reading, 'jenkins-unknown-section', call, '"matrix"', matrixSections);
  }
  for (const needed of ['axes', 'stages']) {
    if (block === undefined || sections.has(needed)) continue;
    find(reading, 'jenkins-missing-section', directive.nameRange, `"matrix" needs the section "${needed}".`);
  }
  const axes = sections.get('axes');
  const excludes = sections.get('excludes');
  const stages = sections.get('stages');
  return {
    directive,
    ...readSettings(reading, sections),
    ...(axes === undefined ? {} : { axes: readAxes(reading, axes, false) }),
    ...(excludes === undefined ? {} : { excludes: readExcludes(reading, excludes) }),
    ...(stages === undefined ? {} : { stages: readStages(stages) }),
  };
}

function readAxes(reading: Reading, directive: Directive, excluding: boolean): AxisList {
  const block = blockOf(reading, directive);
  const axes: Axis[] = [];
  for (const call of block === undefined ? [] : directivesIn(reading, block, `"${directive.name}"`)) {
    if (call.name === 'axis') axes.push(readAxis(reading, call, excluding));
    else
      find(
        reading,
        'jenkins-unknown-section',
        call.nameRange,
        `Expected an axis in "${directive.name}" but found "${call.name}".`,
      );
  }
  if (block !== undefined && block.body.length === 0) {
    find(
      reading,
      'jenkins-empty-section',
      directive.nameRange,
      `"${directive.name}" is empty: it needs at least one axis.`,
    );
  }
  const names = axes.map((axis) => ({ name: axis.name, range: axis.directive.nameRange }));
  checkUnique(reading, 'jenkins-duplicate-axis', 'The axis', names);
  return { directive, axes };
}

function readAxis(reading: Reading, directive: Directive, excluding: boolean): Axis {
  const block = blockOf(reading, directive);
  const fields = block === undefined ? [] : directivesIn(reading, block, 'an axis');
  const sections = sectionsOf(reading, fields);
  const known = excluding ? ['name', 'values', 'notValues'] : ['name', 'values'];
  for (const field of fields)
    if (!known.includes(field.name)) unknownName(reading, 'jenkins-unknown-section', field, 'an axis', known);
  const nameCall = sections.get('name');
  const name = nameCall === undefined ? '' : (literalText(firstValue(nameCall)) ?? '');
  if (nameCall !== undefined && !isEnvironmentName(name)) {
    const message = `"${name}" cannot name an axis: it becomes an environment variable.`;
    find(reading, 'jenkins-invalid-environment', nameCall.statement.range, message);
  }
  const both = sections.has('values') && sections.has('notValues');
  if (both)
    find(reading, 'jenkins-axis-values', directive.nameRange, 'An axis of an exclude has either values or notValues.');
  const valuesCall = sections.get('values') ?? sections.get('notValues');
  if (block !== undefined && nameCall === undefined) missing(reading, directive, 'name');
  if (block !== undefined && valuesCall === undefined) missing(reading, directive, 'values');
  const values = valuesCall === undefined ? [] : readValues(reading, valuesCall);
  return { directive, name, values, negated: valuesCall?.name === 'notValues', fields };
}

function missing(reading: Reading, directive: Directive, section: string): void {
  find(reading, 'jenkins-missing-section', directive.nameRange, `An axis needs "${section}".`);
}

function readValues(reading: Reading, directive: Directive): readonly string[] {
  const values: string[] = [];
  for (const argument of directive.arguments) {
    const text = argument.kind === 'positional' ? constantText(argument.value) : undefined;
    if (text === undefined)
      find(reading, 'jenkins-axis-values', argument.range, 'The values of an axis must be plain literals.');
    else values.push(text);
  }
  const items = values.map((name) => ({ name, range: directive.statement.range }));
  checkUnique(reading, 'jenkins-duplicate-axis', 'The value', items);
  return values;
}

function constantText(value: Expression): string | undefined {
  if (value.kind === 'text') return value.value;
  if (value.kind === 'boolean') return String(value.value);
  return value.kind === 'number' ? value.text : undefined;
}

function readExcludes(reading: Reading, directive: Directive): ExcludeList {
  const block = blockOf(reading, directive);
  const excludes: Exclude[] = [];
  for (const call of block === undefined ? [] : directivesIn(reading, block, '"excludes"')) {
    if (call.name !== 'exclude') {
      find(reading, 'jenkins-unknown-section', call.nameRange, `Expected an exclude but found "${call.name}".`);
      continue;
    }
    excludes.push({ directive: call, axes: readAxes(reading, call, true).axes });
  }
  if (block !== undefined && block.body.length === 0) {
    find(reading, 'jenkins-empty-section', directive.nameRange, '"excludes" is empty: leave it out.');
  }
  return { directive, excludes };
}
