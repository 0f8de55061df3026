import {
  asDirective,
  blockOf,
  checkUnique,
  directivesIn,
  find,
  firstValue,
  type Reading,
  unknownName,
} from './directive';
import type { Directive, Stage, StageBody, StageList } from './model';
import { readMatrix } from './read-matrix';
import { readSettings, sectionsOf } from './read-settings';
import { readSteps } from './read-steps';
import { checkBoolean } from './read-when';

const stageSections = [
  ...[
    'agent',
    'environment',
    'failFast',
    'input',
    'matrix',
    'options',
    'parallel',
    'post',
    'stages',
    'steps',
    'tools',
    'when',
  ],
] as const;

const bodies = ['steps', 'stages', 'parallel', 'matrix'];

/** Where a stage stands: below a parallel or matrix no further one may stand. */
export interface StageContext {
  readonly insideParallel: boolean;
}

/** `stages { stage('a') { … } … }`, or the same in `parallel`. */
export function readStageList(reading: Reading, directive: Directive, context: StageContext): StageList {
  const block = blockOf(reading, directive);
  const stages: Stage[] = [];
  for (const call of block === undefined ? [] : directivesIn(reading, block, `"${directive.name}"`)) {
    if (call.name === 'stage') stages.push(readStage(reading, call, context));
    else
      find(
        reading,
        'jenkins-expected-stage',
        call.nameRange,
        `Expected a stage in "${directive.name}" but found "${call.name}".`,
      );
  }
  if (block !== undefined && block.body.length === 0) {
    find(
      reading,
      'jenkins-empty-section',
      directive.nameRange,
      `"${directive.name}" is empty: it needs at least one stage.`,
    );
  }
  const names = stages.map((stage) => ({ name: stage.name, range: stage.directive.nameRange }));
  checkUnique(reading, 'jenkins-duplicate-stage', 'The stage', names);
  return { directive, stages };
}

function readStage(reading: Reading, directive: Directive, context: StageContext): Stage {
  const name = readStageName(reading, directive);
  const block = blockOf(reading, directive);
  const calls = block === undefined ? [] : directivesIn(reading, block, `the stage "${name}"`);
  const sections = sectionsOf(reading, calls);
  for (const call of calls) {
    if ((stageSections as readonly string[]).includes(call.name)) continue;
    unknownName(reading, 'jenkins-unknown-section', call, `the stage "${name}"`, stageSections);
  }
  const failFast = sections.get('failFast');
  if (failFast !== undefined) checkBoolean(reading, failFast);
  const found = bodies.filter((body) => sections.has(body));
  if (block !== undefined && found.length !== 1) bodyFinding(reading, directive, name, found);
  const body = readBody(reading, sections, found[0], context);
  checkParent(reading, name, sections, body);
  return {
    directive,
    name,
    ...readSettings(reading, sections),
    ...(failFast === undefined ? {} : { failFast }),
    body,
  };
}

function readStageName(reading: Reading, directive: Directive): string {
  const value = firstValue(directive);
  if (value === undefined) find(reading, 'jenkins-stage-name', directive.nameRange, 'The stage has no name.');
  else if (value.kind === 'text') return value.value;
  else if (value.kind === 'name') return value.name;
  else find(reading, 'jenkins-stage-name', value.range, 'The name of a stage must be plain quoted text.');
  return '';
}

function bodyFinding(reading: Reading, directive: Directive, name: string, found: readonly string[]): void {
  const message =
    found.length === 0
      ? `The stage "${name}" needs one of steps, stages, parallel or matrix.`
      : `The stage "${name}" can have only one of ${found.join(' and ')}.`;
  find(
    reading,
    found.length === 0 ? 'jenkins-stage-without-body' : 'jenkins-stage-with-two-bodies',
    directive.nameRange,
    message,
  );
}

function readBody(
  reading: Reading,
  sections: ReadonlyMap<string, Directive>,
  kind: string | undefined,
  context: StageContext,
): StageBody {
  const directive = kind === undefined ? undefined : sections.get(kind);
  if (directive === undefined) return { kind: 'none' };
  if (kind === 'steps') {
    const block = blockOf(reading, directive);
    if (block !== undefined && context.insideParallel) checkParallelStep(reading, directive);
    return { kind, directive, steps: block === undefined ? [] : readSteps(reading, directive, block) };
  }
  if (kind === 'stages') return { kind, list: readStageList(reading, directive, context) };
  if (context.insideParallel) nestedParallel(reading, directive);
  const inside = { insideParallel: true };
  if (kind === 'parallel') return { kind, list: readStageList(reading, directive, inside) };
  return { kind: 'matrix', matrix: readMatrix(reading, directive, (stages) => readStageList(reading, stages, inside)) };
}

function nestedParallel(reading: Reading, directive: Directive): void {
  const message = `"${directive.name}" cannot stand inside another parallel or matrix.`;
  find(reading, 'jenkins-nested-parallel', directive.nameRange, message);
}

/** `steps { parallel(a: {…}, b: {…}) }` counts as a parallel. */
function checkParallelStep(reading: Reading, directive: Directive): void {
  const [first] = directive.block?.body ?? [];
  const step = first === undefined ? undefined : asDirective(first);
  const branches =
    step?.call.arguments.filter((argument) => argument.kind === 'named' && argument.value.kind === 'closure') ?? [];
  if (step?.name === 'parallel' && branches.length > 1) nestedParallel(reading, step);
}

function checkParent(reading: Reading, name: string, sections: ReadonlyMap<string, Directive>, body: StageBody): void {
  if (body.kind !== 'parallel' && body.kind !== 'matrix') return;
  for (const section of ['agent', 'tools']) {
    const directive = sections.get(section);
    if (directive === undefined) continue;
    const message = `"${section}" cannot stand on the stage "${name}", because that holds a ${body.kind}.`;
    find(reading, 'jenkins-agent-on-parent', directive.nameRange, message, 'Put it on the stages inside.');
  }
}
