import { checkCall } from './check-call';
import { blockOf, directivesIn, find, firstValue, type Reading, unknownName } from './directive';
import type { Condition, Directive, When } from './model';

const flags = new Set(['beforeAgent', 'beforeInput', 'beforeOptions']);

const groups = new Set(['allOf', 'anyOf', 'not']);

/** The conditions of pipeline-model-definition itself; plugins add more, which are reported as unknown. */
export const whenConditions = [
  ...['allOf', 'anyOf', 'branch', 'buildingTag', 'changeRequest', 'changelog', 'changeset', 'environment', 'equals'],
  ...['expression', 'isRestartedRun', 'not', 'tag', 'triggeredBy'],
] as const;

export function readWhen(reading: Reading, directive: Directive): When {
  const block = blockOf(reading, directive);
  const calls = block === undefined ? [] : directivesIn(reading, block, '"when"');
  const flagCalls = calls.filter((call) => flags.has(call.name));
  for (const flag of flagCalls) checkBoolean(reading, flag);
  const conditions = calls.filter((call) => !flags.has(call.name)).map((call) => readCondition(reading, call));
  if (block !== undefined && conditions.length === 0 && block.body.length === flagCalls.length) {
    find(reading, 'jenkins-empty-section', directive.nameRange, '"when" is empty: it needs a condition.');
  }
  return { directive, flags: flagCalls, conditions };
}

/** A finding where the argument is not the literal `true` or `false`. */
export function checkBoolean(reading: Reading, directive: Directive): void {
  if (firstValue(directive)?.kind === 'boolean') return;
  find(
    reading,
    'jenkins-expected-boolean',
    directive.statement.range,
    `"${directive.name}" takes the literal true or false.`,
  );
}

function readCondition(reading: Reading, directive: Directive): Condition {
  if (!(whenConditions as readonly string[]).includes(directive.name)) {
    unknownName(reading, 'jenkins-unknown-when', directive, '"when"', whenConditions);
    return { directive, children: [] };
  }
  if (!groups.has(directive.name)) {
    if (directive.block !== undefined && directive.name !== 'expression') {
      find(
        reading,
        'jenkins-when-children',
        directive.nameRange,
        `"${directive.name}" takes no conditions of its own.`,
      );
    }
    if (directive.name !== 'expression') checkCall(reading, 'conditions', directive, '"when"');
    return { directive, children: [] };
  }
  if (directive.arguments.length > 0) {
    find(
      reading,
      'jenkins-when-children',
      directive.nameRange,
      `"${directive.name}" takes a block of conditions and nothing else.`,
    );
  }
  const block = blockOf(reading, directive);
  const children = (block === undefined ? [] : directivesIn(reading, block, `"${directive.name}"`)).map((call) =>
    readCondition(reading, call),
  );
  const exact = directive.name === 'not';
  if (block !== undefined && (children.length === 0 || (exact && children.length !== 1))) {
    const message = `"${directive.name}" needs ${exact ? 'exactly one condition' : 'at least one condition'}.`;
    find(reading, 'jenkins-when-children', directive.nameRange, message);
  }
  return { directive, children };
}
