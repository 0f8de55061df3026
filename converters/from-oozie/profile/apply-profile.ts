import { list } from '../../../workflow/write';
import type { DraftEntry, DraftValue } from '../../../workflow/write/draft';
import { approximated, converted, dropped, manual, openParts, settle, settleShallow, settleTree } from '../account';
import { type Conversion, childElement, childElements, idsOf } from '../conversion';
import { asScript, environment, noVariables, quoteText, type ShellVariables } from '../shell';
import type { XmlPart } from '../xml/read-xml';
import { unknownJobXml } from './action-properties';
import { type ActionSource, type Application, fits, settleDifference, startApplication } from './application';
import { fieldEntry } from './field';
import { findParts } from './find';
import type { ActionRule } from './profile';
import { type Script, writeScript } from './write-script';

/** An action as the profile has it: the type and properties of a task. */
export interface AppliedAction {
  readonly type: string;
  /** One of the profile's images. */
  readonly image?: string;
  readonly properties: readonly DraftEntry[];
  /** Why the task fails until a person has decided; empty where nothing is left to decide. */
  readonly problems: readonly string[];
}

/** Turns an action into a task by the profile, and settles every part of it. */
export function applyProfile(conversion: Conversion, source: ActionSource): AppliedAction {
  const { element } = source;
  const rule = conversion.profile.actions.find(
    (candidate) =>
      candidate.action === element.name &&
      (candidate.where ?? []).every((condition) => fits(undefined, [element], condition)),
  );
  if (rule === undefined) {
    const problem = `The profile "${conversion.profile.profile}" has nothing for this kind of ${element.name} action.`;
    settleTree(conversion.ledger, element, manual(problem));
    return {
      type: 'bash',
      properties: failing([problem], { lines: [], variables: noVariables() }, []),
      problems: [problem],
    };
  }
  settle(conversion.ledger, element, converted);
  return applyRule(startApplication(conversion, source, rule));
}

function applyRule(application: Application): AppliedAction {
  const { conversion, rule, used } = application;
  if (rule.ownExitCode === true) conversion.defaultedTypes.add(rule.type);
  const script = writeScript(application);
  const fields = Object.entries(rule.properties ?? {}).flatMap(([name, field]) => fieldEntry(application, name, field));
  settleRest(application);
  const problems = [...new Set(application.problems)];
  const from = idsOf(conversion, [...new Set(used)]);
  if (problems.length > 0) return { type: 'bash', properties: failing(problems, script, from), problems };
  if (rule.script === undefined) return { type: rule.type, properties: fields, problems };
  const runner = rule.type === 'bash' ? conversion.profile.scripts : undefined;
  if (runner === undefined) {
    return { type: rule.type, properties: [...scriptEntries(rule, script, from), ...fields], problems };
  }
  const fixed = Object.entries(runner.properties ?? {}).map(([key, values]) => ({
    key,
    value: list([...values], 'flow'),
  }));
  const properties = [...fixed, ...scriptEntries(runner, script, from)];
  return { type: runner.type, ...(runner.image === undefined ? {} : { image: runner.image }), properties, problems };
}

function scriptEntries(
  { into }: Pick<ActionRule, 'into'>,
  { lines, variables }: Script,
  from: readonly string[],
): DraftEntry[] {
  const text = asScript(lines.length === 0 ? ['true'] : lines, variables);
  const value: DraftValue = into?.shell === undefined ? text : list([...into.shell, text]);
  const command: DraftEntry = { key: into?.script ?? 'bash_command', value, from };
  const mapping = variablesMapping(variables);
  if (mapping === undefined) return [command];
  if (into !== undefined) return [command, { key: into.variables, value: mapping }];
  return [command, { key: 'env', value: mapping }, { key: 'append_env', value: true }];
}

function variablesMapping(variables: ShellVariables): DraftValue | undefined {
  const entries = environment(variables).map(([key, value]) => ({ key, value }));
  if (entries.length === 0) return undefined;
  return { kind: 'mapping', entries, layout: entries.length === 1 ? 'flow' : 'block' };
}

/** A task that fails with its reasons; the commands that could be converted stay below, to be used once that is decided. */
function failing(problems: readonly string[], { lines, variables }: Script, from: readonly string[]): DraftEntry[] {
  const reasons = problems.map((problem) => `echo ${quoteText(`Not converted: ${problem}`)} >&2`);
  const script = { lines: [...reasons, 'exit 1', ...lines], variables };
  return scriptEntries({}, script, from);
}

/** What the words did not take: explained by the profile, or left for a person. */
function settleRest(application: Application): void {
  const { conversion, source, rule, problems } = application;
  const { ledger, profile } = conversion;
  for (const [path, difference] of Object.entries(rule.approximates ?? {})) {
    for (const { part } of findParts([source.element], path)) settleDifference(application, part, difference);
  }
  for (const [path, { reason, message }] of Object.entries(rule.drops ?? {})) {
    for (const { part } of findParts([source.element], path)) settleOpen(application, part, reason, message);
  }
  settleCommon(application);
  const open = openParts(ledger, source.element).filter((part) => part.kind !== 'text');
  if (open.length === 0) return;
  const names = [
    ...new Set(
      open.map((part) =>
        part.kind === 'attribute' ? `@${part.name}` : `<${part.kind === 'element' ? part.name : ''}>`,
      ),
    ),
  ];
  const problem = `The profile "${profile.profile}" has nothing for ${names.join(', ')} of a ${source.element.name} action.`;
  settleTree(ledger, source.element, manual(problem));
  problems.push(problem);
}

function settleOpen(
  { conversion }: Application,
  part: XmlPart,
  reason: Parameters<typeof dropped>[0],
  message: string | undefined,
): void {
  if (part.kind === 'element') settleTree(conversion.ledger, part, dropped(reason, message));
  else if (!conversion.ledger.verdicts.has(part)) settle(conversion.ledger, part, dropped(reason, message));
}

const launcher = dropped(
  'legacy-runtime',
  'It configures the job with which Oozie starts a program; there is none here.',
);

/** What every action may hold, and no profile has to name. */
function settleCommon({ conversion, source }: Application): void {
  const { ledger } = conversion;
  for (const element of childElements(source.element, 'launcher')) settleTree(ledger, element, launcher);
  for (const element of childElements(source.element, 'job-xml')) {
    if (!ledger.verdicts.has(element)) settleShallow(ledger, element, unknownJobXml);
  }
  const configuration = childElement(source.element, 'configuration');
  if (configuration === undefined) return;
  for (const property of childElements(configuration, 'property')) {
    const rest = openParts(ledger, property);
    for (const part of rest)
      settle(ledger, part, approximated('The task has no place for properties of a Hadoop job.'));
  }
}
