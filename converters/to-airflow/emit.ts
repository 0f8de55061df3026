import type { LineIndex } from '../../text/range';
import type { Argument, Behaviour, Plan, PlannedImage } from '../../workflow/plan/plan';
import { taskLists } from './edges';
import { type Helper, requiredVariable } from './helpers';
import { identifierOf } from './ids';
import { collectImports, type Imports } from './imports';
import { ITEM_NAMES, loopFunctions, loopHelpers, loopInputs } from './loops';
import { namesBeside, reservedNames } from './names';
import { argumentKeywords, behaviourHelper, operatorCall } from './operators';
import { printModule } from './python/print';
import {
  call,
  dict,
  type Expression,
  type Keyword,
  name,
  none,
  type Statement,
  spreadCall,
  string,
} from './python/syntax';
import { namesUsed } from './python/verbatim';
import type { AirflowTarget } from './targets';
import { type TaskContext, taskStatements } from './tasks';
import { type ValueContext, verbatimCode } from './values';

/** What a DAG file says about where it comes from. */
export interface EmitOptions {
  /** The tool and its version, `dagport 0.1.0`. */
  readonly tool: string;
  /** The workflow file, as a reader of the DAG file should look for it. */
  readonly sourcePath: string;
  /** The lines of that file, for the line numbers in comments. */
  readonly lines: LineIndex;
}

/**
 * A plan as the text of one DAG file, which needs nothing but Airflow and the providers of its operators to run.
 * The same plan gives the same bytes. `ruff format` changes nothing in it outside code of the author (`<<…>>`).
 */
export function emitPython(plan: Plan, target: AirflowTarget, options: EmitOptions): string {
  const context: ValueContext = { imports: collectImports(plan.imports), target };
  const used = namesOfAuthor(plan);
  const helpers = helperStatements(plan, used, context);
  const images = plan.images.map((image) => imageStatement(image, context.imports));
  const constants = [...images, ...defaultArguments(plan, context)];
  const dag = dagCall(plan, context);
  const calls = new Map(plan.nodes.map((node) => [node.id, operatorCall(node, plan, context)]));
  const taskGroup = hasGroups(plan) ? context.imports.object(target.taskGroup) : '';
  importForAuthor(used, context);
  const named = namesOf(plan, context.imports);
  const body = taskStatements(plan, { ...named, calls, used, taskGroup, target, values: context, options });
  const functions = loopFunctions(plan, named.loopNames);
  return printModule([
    ...headerStatements(target, options),
    ...(context.imports.binds('*') ? [STAR_NAMES] : []),
    ...context.imports.statements(used),
    ...helpers,
    ...functions,
    blank(helpers.length + functions.length > 0 ? 2 : 1),
    ...constants,
    ...(constants.length > 0 ? [blank(1)] : []),
    { kind: 'with', context: dag, as: dagVariable, body },
  ]);
}

function blank(lines: 1 | 2): Statement {
  return { kind: 'blank', lines };
}

const dagVariable = 'dag';
const defaultsVariable = 'DEFAULT_TASK_ARGS';

/** Of a name that a `*` may bind no linter knows where it comes from. */
const STAR_NAMES: Statement = { kind: 'comment', text: 'ruff: noqa: F405' };

/** The first two lines hold nothing of the author, because Python looks for an encoding in them. */
function headerStatements(target: AirflowTarget, options: EmitOptions): readonly Statement[] {
  return [
    { kind: 'comment', text: `A DAG for Airflow ${target.version}, built from a workflow file. Do not edit it:` },
    { kind: 'comment', text: 'change the workflow and build it again.' },
    { kind: 'comment', text: `Source: ${options.sourcePath}` },
    { kind: 'comment', text: `Built by ${options.tool}` },
  ];
}

function imageStatement(image: PlannedImage, imports: Imports): Statement {
  return { kind: 'assign', target: image.constant, value: imageExpression(image, imports) };
}

function imageExpression(image: PlannedImage, imports: Imports): Expression {
  if (image.fromEnvironment === undefined) return image.url === undefined ? none : string(image.url);
  const variable = string(image.fromEnvironment);
  if (image.url === undefined) return call(requiredVariable.name, [variable]);
  const lookUp = call(`${imports.module('os')}.environ.get`, [variable]);
  return { kind: 'chain', operator: 'or', operands: [lookUp, string(image.url)], parenthesised: false };
}

function defaultArguments(plan: Plan, context: ValueContext): readonly Statement[] {
  if (plan.defaultArguments.length === 0) return [];
  const keywords = argumentKeywords(plan.defaultArguments, context);
  const value = dict(keywords.map(({ name, value }) => ({ key: name, value })));
  return [{ kind: 'assign', target: defaultsVariable, value }];
}

function dagCall(plan: Plan, context: ValueContext): Expression {
  const renamed = plan.dagArguments.flatMap((argument) => {
    const { dagArguments } = context.target;
    const name = dagArguments.has(argument.name) ? dagArguments.get(argument.name) : argument.name;
    return name === undefined ? [] : [{ name, value: argument.value }];
  });
  const dated = [...renamed, ...startDate(plan, context.target)];
  const keywords: Keyword[] = [{ name: 'dag_id', value: string(plan.dagId) }, ...argumentKeywords(dated, context)];
  if (plan.defaultArguments.length > 0) keywords.push({ name: 'default_args', value: name(defaultsVariable) });
  return spreadCall(context.imports.object(context.target.dag), keywords);
}

/** A date long ago, for a version that wants one: without catch-up the first run is the next one all the same. */
function startDate(plan: Plan, target: AirflowTarget): readonly Argument[] {
  const given = [...plan.dagArguments, ...plan.defaultArguments];
  if (!target.needsStartDate || given.some(({ name }) => name === 'start_date')) return [];
  return [{ name: 'start_date', value: { kind: 'moment', iso: '1970-01-01' } }];
}

/** The helpers that the DAG uses, those first that others call. */
function helperStatements(plan: Plan, used: ReadonlySet<string>, context: ValueContext): readonly Statement[] {
  const direct = [...plan.nodes.flatMap((node) => behaviourHelper(node.behaviour) ?? []), ...loopHelpers(plan, used)];
  if (plan.images.some((image) => image.fromEnvironment !== undefined && image.url === undefined)) {
    direct.push(requiredVariable);
  }
  const wanted = new Map<string, Helper>();
  for (const helper of direct) {
    if (helper.needs.includes('state_of_task')) wanted.set('state_of_task', context.target.stateOfTask);
    wanted.set(helper.name, helper);
  }
  const helpers = [...wanted.values()];
  if (helpers.some((helper) => helper.needs.includes('AirflowFailException'))) {
    context.imports.object(context.target.failException);
  }
  if (helpers.some((helper) => helper.needs.includes('DockerHook'))) {
    context.imports.object({ module: 'airflow.providers.docker.hooks.docker', name: 'DockerHook' });
  }
  for (const module of ['os', 're', 'json'] as const) {
    if (helpers.some((helper) => helper.needs.includes(module))) context.imports.module(module);
  }
  if (helpers.some((helper) => helper.needs.includes('namedtuple'))) {
    context.imports.object({ module: 'collections', name: 'namedtuple' });
  }
  return helpers.flatMap((helper): readonly Statement[] => [
    blank(2),
    { kind: 'comment', text: `helper ${helper.name} of dagport, version ${helper.version}` },
    { kind: 'helper', source: helper.source },
  ]);
}

function namesOfAuthor(plan: Plan): ReadonlySet<string> {
  const loops = loopInputs(plan);
  const given = [
    ...plan.dagArguments,
    ...plan.defaultArguments,
    ...loops.given,
    ...plan.nodes.flatMap(({ behaviour }) => ('arguments' in behaviour ? behaviour.arguments : [])),
  ];
  const texts = plan.nodes.flatMap(({ id, behaviour }) => [id, ...textsOf(behaviour)]);
  const ofTexts = texts.flatMap((text) => (text.includes('<<') ? verbatimCode({ kind: 'text', text }) : []));
  const code = [...given.flatMap((argument) => verbatimCode(argument.value)), ...loops.code, ...ofTexts];
  return new Set(code.flatMap((text) => [...namesUsed(text)]));
}

/** What an author writes for the helpers of a node: it may hold Python. */
function textsOf(behaviour: Behaviour): readonly string[] {
  if (behaviour.kind === 'raise') return [behaviour.message];
  return behaviour.kind === 'branch' ? behaviour.cases.map(({ when }) => when) : [];
}

/** What verbatim code finds without an import of its own, as in boundary-layer; `datetime` besides. */
function importForAuthor(used: ReadonlySet<string>, { imports, target }: ValueContext): void {
  for (const module of ['os', 're', 'datetime'] as const) {
    if (used.has(module) && !imports.binds(module)) imports.module(module);
  }
  if (used.has('Variable') && !imports.binds('Variable')) imports.object(target.variable);
}

/** The Python names of tasks and loops. */
function namesOf(plan: Plan, imports: Imports): Pick<TaskContext, 'names' | 'loopNames'> {
  const helpers = [
    'choose_case',
    'route_by_state',
    'state_of_task',
    'fail_task',
    'docker_volume',
    requiredVariable.name,
  ];
  const loopNames = [
    'generator_items',
    'generator_pairs',
    'task_id_part',
    'name_of_text',
    'name_of_object',
    'name_of_pair',
    'dagport_text',
  ];
  const images = plan.images.map((image) => image.constant);
  const fresh = namesBeside([
    ...reservedNames,
    ...imports.names(),
    ...images,
    ...helpers,
    ...(plan.loops.length > 0 ? [...loopNames, ...ITEM_NAMES] : []),
    ...plan.loops.flatMap(({ variables }) => Object.values(variables)),
    dagVariable,
    defaultsVariable,
  ]);
  const variables = new Map(plan.nodes.map((node) => [node.id, fresh(identifierOf(node.id))]));
  const loops = plan.loops.map(({ id }) => {
    const name = identifierOf(id);
    const own = { build: fresh(`build_${name}`), iterator: fresh(`${name}_items`), itemName: fresh(`${name}_name`) };
    return [id, own] as const;
  });
  return { names: { variables, lists: taskLists(plan, fresh) }, loopNames: new Map(loops) };
}

/** Whether a box with something in it is drawn. */
function hasGroups(plan: Plan): boolean {
  const groups = new Set(plan.groups.map((group) => group.id));
  return plan.nodes.some((node) => node.group !== undefined && groups.has(node.group));
}
