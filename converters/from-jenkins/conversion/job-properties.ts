import {
  asDirective,
  type Directive,
  type DirectiveList,
  literalText,
  named,
  type Pipeline,
} from '../declarative/index';
import type { Argument, CallExpression, Expression, Statement } from '../groovy/index';
import { converted, type Ledger, manual, settle } from './ledger';

/** What `properties([…])` says of a job: options, parameters and triggers. */
export interface JobSettings {
  readonly options: readonly Directive[];
  readonly parameters: readonly Directive[];
  readonly triggers: readonly Directive[];
}

/** What the classes of properties, parameters and triggers are called as functions (their `@Symbol`). */
const symbols: ReadonlyMap<string, string> = new Map([
  ['ParametersDefinitionProperty', 'parameters'],
  ['PipelineTriggersJobProperty', 'pipelineTriggers'],
  ['BuildDiscarderProperty', 'buildDiscarder'],
  ['DisableConcurrentBuildsJobProperty', 'disableConcurrentBuilds'],
  ['DisableResumeJobProperty', 'disableResume'],
  ['DurabilityHintJobProperty', 'durabilityHint'],
  ['GithubProjectProperty', 'githubProjectProperty'],
  ['RateLimitBranchProperty', 'rateLimitBuilds'],
  ['ThrottleJobProperty', 'throttleJobProperty'],
  ['CopyArtifactPermissionProperty', 'copyArtifactPermission'],
  ['StringParameterDefinition', 'string'],
  ['TextParameterDefinition', 'text'],
  ['BooleanParameterDefinition', 'booleanParam'],
  ['ChoiceParameterDefinition', 'choice'],
  ['PasswordParameterDefinition', 'password'],
  ['TimerTrigger', 'cron'],
  ['SCMTrigger', 'pollSCM'],
  ['GitHubPushTrigger', 'githubPush'],
  ['ReverseBuildTrigger', 'upstream'],
]);

/** What a list inside a property is called, as a named argument. */
const lists: ReadonlyMap<string, string> = new Map([
  ['parameters', 'parameterDefinitions'],
  ['pipelineTriggers', 'triggers'],
]);

/**
 * The settings in `properties([parameters([…]), pipelineTriggers([…]), [$class: 'X', …]])`; nothing for other statements. What it lists and
 * is neither a call nor a map with a class is left to a person, with the statement.
 */
export function readProperties(ledger: Ledger, statement: Statement): JobSettings | undefined {
  const directive = asDirective(statement);
  const list = directive?.name === 'properties' ? listIn(directive, 'properties') : undefined;
  if (list === undefined) return undefined;
  settle(ledger, statement, converted);
  const read = (items: readonly Expression[]) =>
    items.flatMap((item) => {
      const found = entryOf(statement, item);
      if (found === undefined) settle(ledger, statement, manual('A property of the job in it is not plain text.'));
      return found ?? [];
    });
  const properties = read(list);
  const inner = (name: string) =>
    properties
      .filter((property) => property.name === name)
      .flatMap((property) => {
        const items = listIn(property, lists.get(name) ?? '');
        if (items === undefined) settle(ledger, statement, manual(`What "${name}" holds is not known before the run.`));
        return read(items ?? []);
      });
  return {
    options: properties.filter(({ name }) => !lists.has(name)),
    parameters: inner('parameters'),
    triggers: inner('pipelineTriggers'),
  };
}

function listIn(directive: Directive, name: string): readonly Expression[] | undefined {
  const value = directive.arguments[0]?.kind === 'positional' ? directive.arguments[0].value : undefined;
  const list = value ?? named(directive.arguments, name);
  return list?.kind === 'list' ? list.items.map((item) => item.value) : undefined;
}

/** A call, or a map with a class, inside a statement as if it stood alone: it has no entry of its own in the books. */
function entryOf(statement: Statement, value: Expression): Directive | undefined {
  if (value.kind === 'call' && value.callee.kind === 'name')
    return called(statement, value, value.callee.name, value.callee.range, value.arguments);
  if (value.kind !== 'map') return undefined;
  const name = literalText(named(value.entries, '$class'))?.replace(/^.*\./, '');
  if (name === undefined) return undefined;
  const rest = value.entries.filter(
    (entry) => entry.kind !== 'named' || entry.key.kind !== 'text' || entry.key.value !== '$class',
  );
  const { range } = value;
  const symbol = symbols.get(name) ?? name;
  const callee: Expression = { kind: 'name', range: { start: range.start, end: range.start }, name: symbol };
  return called(statement, { kind: 'call', range, callee, arguments: rest }, symbol, range, rest);
}

function called(
  statement: Statement,
  call: CallExpression,
  name: string,
  nameRange: Directive['nameRange'],
  list: readonly Argument[],
): Directive | undefined {
  return statement.kind === 'expression' ? { statement, call, name, nameRange, arguments: list } : undefined;
}

export function listOf(directive: Directive, entries: readonly Directive[]): DirectiveList {
  return { directive, entries };
}

/**
 * A Declarative Pipeline with the settings of `properties([…])` beside it: Jenkins keeps those that the pipeline itself does not
 * set. Nothing where both have parameters, or triggers.
 */
export function withProperties(pipeline: Pipeline, settings: JobSettings): Pipeline | undefined {
  const join = (own: DirectiveList | undefined, more: readonly Directive[]): DirectiveList | undefined => {
    const [first] = more;
    return first === undefined ? own : listOf(own?.directive ?? first, [...(own?.entries ?? []), ...more]);
  };
  const isDouble = (own: DirectiveList | undefined, more: readonly Directive[]) => own !== undefined && more.length > 0;
  if (isDouble(pipeline.parameters, settings.parameters) || isDouble(pipeline.triggers, settings.triggers))
    return undefined;
  const options = join(pipeline.options, settings.options);
  const parameters = join(pipeline.parameters, settings.parameters);
  const triggers = join(pipeline.triggers, settings.triggers);
  return {
    ...pipeline,
    ...(options === undefined ? {} : { options }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(triggers === undefined ? {} : { triggers }),
  };
}
