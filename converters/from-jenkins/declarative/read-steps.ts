import type { ClosureExpression, Statement } from '../groovy/index';
import { checkCall } from './check-call';
import { asDirective, blockOf, checkUnique, directivesIn, find, type Reading, unknownName } from './directive';
import { type Directive, type Post, type PostCondition, postOrder } from './model';

/** Steps that Declarative refuses wherever steps stand (pipeline-model-definition, BlockedStepsAndMethodCalls). */
const blocked = new Map([
  ['stage', 'A "stage" cannot stand inside "steps": stages stand in "stages" or "parallel".'],
  ['properties', '"properties" cannot be used in a Declarative Pipeline: use options, parameters and triggers.'],
]);

/** The statements of a block of steps. Anything but a call is a finding; in `script` all of Groovy is legal. */
export function readSteps(reading: Reading, owner: Directive, block: ClosureExpression): readonly Statement[] {
  directivesIn(reading, block, `"${owner.name}"`);
  if (block.body.length === 0) {
    find(reading, 'jenkins-empty-section', owner.nameRange, `"${owner.name}" is empty: it needs at least one step.`);
  }
  checkSteps(reading, block);
  return block.body;
}

function checkSteps(reading: Reading, block: ClosureExpression): void {
  for (const statement of block.body) {
    const step = asDirective(statement);
    if (step === undefined) continue;
    const reason = blocked.get(step.name);
    if (reason !== undefined) find(reading, 'jenkins-blocked-step', step.nameRange, reason);
    if (step.name === 'parallel' && block.body.length > 1) {
      const message = '"parallel" can only be the sole step of a stage.';
      find(
        reading,
        'jenkins-blocked-step',
        step.nameRange,
        message,
        'Use a "parallel" section of stages instead of "steps".',
      );
    }
    checkCall(reading, 'steps', step, 'steps');
    if (step.name === 'parallel') checkParallel(reading, step);
    if (step.block !== undefined && step.name !== 'script' && step.name !== 'expression')
      checkNested(reading, step, step.block);
  }
}

/** `parallel(a: { … }, b: { … }, failFast: true)`: nothing but branches and `failFast`. */
function checkParallel(reading: Reading, step: Directive): void {
  let branches = 0;
  for (const argument of step.call.arguments) {
    if (argument.kind !== 'named') continue;
    const name = argument.key.kind === 'text' ? argument.key.value : '';
    if (argument.value.kind === 'closure') {
      branches++;
      checkNested(reading, { ...step, name: `parallel ${name}` }, argument.value);
    } else if (name === 'failFast') {
      if (argument.value.kind !== 'boolean') {
        find(reading, 'jenkins-expected-boolean', argument.range, '"failFast" takes the literal true or false.');
      }
    } else {
      const message = `Expected a block or "failFast" in "parallel" but found "${name}".`;
      find(reading, 'jenkins-invalid-parallel', argument.range, message);
    }
  }
  if (branches === 0 && step.call.arguments.every((argument) => argument.kind === 'named')) {
    find(reading, 'jenkins-invalid-parallel', step.nameRange, 'The "parallel" has no branches.');
  }
}

/** The block of a step holds steps. */
function checkNested(reading: Reading, step: Directive, block: ClosureExpression): void {
  directivesIn(reading, block, `the step "${step.name}"`);
  checkSteps(reading, block);
}

export function readPost(reading: Reading, directive: Directive): Post {
  const block = blockOf(reading, directive);
  const conditions: PostCondition[] = [];
  for (const condition of block === undefined ? [] : directivesIn(reading, block, '"post"')) {
    if (!(postOrder as readonly string[]).includes(condition.name)) {
      unknownName(reading, 'jenkins-unknown-post-condition', condition, '"post"', postOrder);
    }
    const body = blockOf(reading, condition);
    const steps = body === undefined ? [] : readSteps(reading, condition, body);
    conditions.push({ directive: condition, name: condition.name, steps });
  }
  if (block !== undefined && block.body.length === 0) {
    find(
      reading,
      'jenkins-empty-section',
      directive.nameRange,
      '"post" is empty: it needs a condition such as always.',
    );
  }
  const names = conditions.map((condition) => ({ name: condition.name, range: condition.directive.nameRange }));
  checkUnique(reading, 'jenkins-duplicate-post-condition', 'The post condition', names);
  return { directive, conditions };
}
