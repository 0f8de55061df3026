import type { DraftEntry, DraftItem, DraftMapping } from '../../workflow/write/draft';
import type { LegacyFlow } from '../legacy-flow';
import { approximated, converted, dropped, manual, settle, settleShallow, settleTree } from './account';
import {
  applicationPathNames,
  type Conversion,
  childElement,
  childElements,
  convertText,
  type DraftedNodes,
  type DraftedSubWorkflow,
  idsOf,
  type SubWorkflowUse,
  scopeAt,
  settleText,
  sourceText,
  verdictOf,
} from './conversion';
import { asJinjaText } from './el/jinja-text';
import { constantText, mapText, type Template } from './el/template';
import { convertTemplate } from './el/to-jinja';
import { subWorkflowFiles } from './find-files';
import { configurationOf } from './job-properties';
import { isDefined, type JobProperties, parameterExpression, propertyTemplate } from './properties';
import { diagnose, firstPresent, ledgerOf, type Run, readJobXml, readSource, startConversion } from './run';
import { quoteText } from './shell';
import { capturingActions } from './workflow/captures';
import { readWorkflow } from './workflow/read-workflow';
import { readParameters } from './workflow/settle-sections';
import type { XmlElement } from './xml/read-xml';

/** Converts the nodes of a definition; passed in, because a workflow and its sub-workflows need each other. */
export type ConvertNodes = (conversion: Conversion, root: XmlElement) => DraftedNodes | undefined;

/** The documents of the sub-workflows of one DAG, in the order of their first use. */
export interface SubWorkflows {
  readonly documents: DraftMapping[];
  readonly drafter: (path: string, key: string, chain: readonly string[]) => Conversion['subWorkflow'];
}

/** Oozie's own limit on depth (`oozie.action.subworkflow.max.depth`); the number of documents is ours. */
const limits = { depth: 50, documents: 400 } as const;

interface Made {
  readonly name: string;
  readonly flow: LegacyFlow;
  /** The properties that it asked for. */
  readonly asked: ReadonlySet<string>;
}

interface State {
  readonly run: Run;
  readonly convertNodes: ConvertNodes;
  readonly documents: DraftMapping[];
  readonly names: Set<string>;
  /** By definition and what is passed to it: equal uses share a document. */
  readonly made: Map<string, Made | 'refused'>;
}

/** `taken`: names that documents must not have. */
export function startSubWorkflows(run: Run, convertNodes: ConvertNodes, taken: readonly string[]): SubWorkflows {
  const state: State = { run, convertNodes, documents: [], names: new Set(taken), made: new Map() };
  return { documents: state.documents, drafter: (path, key, chain) => drafter(state, path, key, chain) };
}

function drafter(state: State, path: string, key: string, chain: readonly string[]): Conversion['subWorkflow'] {
  return (caller, use) => draftSubWorkflow({ state, path, key, chain, caller, use });
}

interface Call {
  readonly state: State;
  /** The file of the calling definition, and what tells its conversion from others of the same file. */
  readonly path: string;
  readonly key: string;
  readonly chain: readonly string[];
  readonly caller: Conversion;
  readonly use: SubWorkflowUse;
}

/** `sub-workflow` (Oozie 5.2 spec, §3.2.6): a group of the same DAG, with the properties that the action passes on. */
function draftSubWorkflow(call: Call): DraftedSubWorkflow {
  const { caller, use } = call;
  const { element } = use;
  settle(caller.ledger, element, converted);
  const location = childElement(element, 'app-path');
  const propagate = childElement(element, 'propagate-configuration');
  if (propagate !== undefined) settleShallow(caller.ledger, propagate, converted);
  if (location === undefined) return refuse(call, 'It names no workflow (E0701).');
  const place = convertText(caller, location, use.lastFailure);
  const passed = passedProperties(call);
  const problems = [place, ...[...passed.values()].map(({ template }) => template)].flatMap((part) => part.problems);
  if (problems.length > 0) return refuse(call, [...new Set(problems)].join(' '));
  const found = findDefinition(call, location, place);
  if (found === undefined) return startOther(call, location, place, passed);
  if (call.chain.includes(found)) return refuse(call, `The workflow leads back to itself through ${found}.`);
  if (call.chain.length >= limits.depth) return refuse(call, `Sub-workflows are nested deeper than ${limits.depth}.`);
  return draftGroup(call, found, place, passed, propagate !== undefined);
}

interface Passed {
  readonly property: XmlElement;
  readonly value: XmlElement | undefined;
  readonly template: Template;
}

function passedProperties({ caller, use }: Call): ReadonlyMap<string, Passed> {
  const passed = new Map<string, Passed>();
  const configuration = childElement(use.element, 'configuration');
  if (configuration === undefined) return passed;
  settle(caller.ledger, configuration, converted);
  for (const property of childElements(configuration, 'property')) {
    const name = childElement(property, 'name');
    const value = childElement(property, 'value');
    if (name === undefined) continue;
    const template: Template =
      value === undefined
        ? { pieces: [], approximations: [], problems: [] }
        : convertTemplate(sourceText(value).trim(), scopeAt(caller, value, use.lastFailure));
    passed.set(sourceText(name).trim(), { property, value, template });
  }
  return passed;
}

function settlePassed({ caller }: Call, { property, value, template }: Passed): void {
  settleShallow(caller.ledger, property, converted);
  const name = childElement(property, 'name');
  if (name !== undefined) settleShallow(caller.ledger, name, converted);
  if (value !== undefined) settleText(caller, value, verdictOf(template));
  for (const other of childElements(property, 'description'))
    settleTree(caller.ledger, other, dropped('documentation'));
}

const unasked = dropped('no-counterpart-needed', 'The sub-workflow does not use this property.');

/** The text of a template with the values that parameters have by default. */
function likelyText(template: Template, { used }: JobProperties): string {
  const byExpression = new Map([...used].map(([name, { value }]) => [parameterExpression(name), value]));
  return template.pieces
    .map((piece) => (piece.kind === 'text' ? piece.text : (byExpression.get(piece.expression) ?? '${}')))
    .join('');
}

function findDefinition({ state, path, caller }: Call, location: XmlElement, place: Template): string | undefined {
  const text = sourceText(location).trim();
  const below = /^\$\{\s*wf:appPath\(\)\s*\}(.*)$/.exec(text)?.[1];
  const candidates =
    below === undefined
      ? subWorkflowFiles(path, likelyText(place, caller.properties), false)
      : subWorkflowFiles(path, below, true);
  const found = firstPresent(state.run, candidates);
  const root = found === undefined ? undefined : readSource(state.run, found);
  return root?.name === 'workflow-app' ? found : undefined;
}

function draftGroup(
  call: Call,
  found: string,
  place: Template,
  passed: ReadonlyMap<string, Passed>,
  propagate: boolean,
): DraftedSubWorkflow {
  const { caller, state } = call;
  const templates = [...passed].map(([name, { template }]) => [name, template.pieces]);
  const globals = [call.use.global, ...caller.globals].filter((section) => section !== undefined);
  const key = JSON.stringify([
    found,
    place.pieces,
    templates,
    propagate ? call.key : '',
    globals.map((section) => section.range.start),
  ]);
  const known = state.made.get(key);
  if (known === undefined && state.documents.length >= limits.documents) {
    return refuse(call, `The workflow has more than ${limits.documents} sub-workflows.`);
  }
  const made = known ?? makeDocument(call, { found, key, place, passed, propagate, globals });
  state.made.set(key, made);
  if (made === 'refused') return refuse(call, `Oozie refuses the workflow ${found}: see the diagnostics.`);
  for (const [name, item] of passed) {
    if (made.asked.has(name)) settlePassed(call, item);
    else settleTree(caller.ledger, item.property, unasked);
  }
  const target: DraftEntry = {
    key: 'target',
    value: made.name,
    from: idsOf(caller, [childElement(call.use.element, 'app-path')]),
  };
  return { section: 'sub_dags', entries: [{ key: 'type', value: 'sub_dag' }, target], flow: made.flow };
}

interface Recipe {
  readonly found: string;
  readonly key: string;
  readonly place: Template;
  readonly passed: ReadonlyMap<string, Passed>;
  readonly propagate: boolean;
  readonly globals: readonly XmlElement[];
}

function makeDocument(call: Call, recipe: Recipe): Made | 'refused' {
  const { state, caller, chain } = call;
  const { found, key, place } = recipe;
  const root = readSource(state.run, found);
  if (root === undefined) return 'refused';
  const asked = new Set<string>();
  const properties = childProperties(call, recipe, root, asked);
  const ledger = ledgerOf(state.run, found, 'oozie-workflow', root);
  const conversion: Conversion = {
    ...startConversion(state.run, ledger, properties, root, {
      subWorkflow: drafter(state, found, key, [...chain, found]),
      jobXml: (file) => readJobXml(state.run, found, file),
      defaults: configurationOf(state.run.input, state.run.needs, found),
      applicationPath: mapText(place, (text) => text.replace(/\/[^/]*\.xml$/, '')),
      globals: recipe.globals,
    }),
    nested: true,
    captures: capturingActions(root),
  };
  const name = documentName(state, found, root, caller);
  // Its place among the documents is that of its first use: before those that it uses itself.
  const at = state.documents.length;
  const nodes = state.convertNodes(conversion, root);
  if (nodes === undefined) return 'refused';
  state.documents.splice(at, 0, document(name, nodes));
  return { name, flow: nodes.flow, asked };
}

/** What a sub-workflow sees: what the action passes, with `propagate-configuration` all of the caller's, its own defaults. */
function childProperties(call: Call, recipe: Recipe, root: XmlElement, asked: Set<string>): JobProperties {
  const { state, caller } = call;
  const { found, passed, propagate } = recipe;
  const outside = caller.properties;
  const values = new Map([
    ...readParameters(readWorkflow(root).parameters),
    ...configurationOf(state.run.input, state.run.needs, found),
  ]);
  const perRun = new Map(
    [...passed].map(([name, { template }]) => [
      name,
      () => {
        asked.add(name);
        return template;
      },
    ]),
  );
  return {
    values,
    perRun,
    literal: true,
    ...(propagate
      ? {
          inherited: (name: string, site) =>
            isDefined(outside, name, site) && name !== applicationPathNames.workflow
              ? propertyTemplate(outside, name, site)
              : undefined,
        }
      : {}),
    outer: (name, site) => propertyTemplate(outside, name, site),
    used: outside.used,
  };
}

function documentName({ names, run }: State, found: string, root: XmlElement, { properties }: Conversion): string {
  const written = root.attributes.find((attribute) => attribute.name === 'name')?.value ?? '';
  const filled = written.replace(/\$\{\s*([\w.-]+)\s*\}/g, (_, name) => properties.values.get(name) ?? '');
  const folder = found.split('/').at(-2) ?? '';
  const plain = (text: string) =>
    text
      .replace(/\$\{[^}]*\}?/g, '')
      .replace(/[^A-Za-z0-9_-]+/g, '-')
      .replace(/^[-_]+|[-_]+$/g, '')
      .slice(0, 100);
  const base = plain(filled) || plain(folder) || 'sub-workflow';
  let name = base;
  for (let count = 2; names.has(name); count++) name = `${base}-${count}`;
  names.add(name);
  if (run.input.entry === found) diagnose(run, found, 'oozie-recursion', 'The workflow runs itself.', root.openingTag);
  return name;
}

function document(name: string, { operators, subDags }: DraftedNodes): DraftMapping {
  const entries: DraftEntry[] = [{ key: 'name', value: name }];
  if (operators.length > 0) entries.push({ key: 'operators', value: items(operators) });
  if (subDags.length > 0) entries.push({ key: 'sub_dags', value: items(subDags) });
  return { kind: 'mapping', layout: 'block', entries };
}

function items(list: readonly DraftItem[]) {
  return { kind: 'list', layout: 'block', items: list } as const;
}

/** A task that fails and says why. */
function refuse({ caller, use }: Call, problem: string): DraftedSubWorkflow {
  settleTree(caller.ledger, use.element, manual(problem));
  settleOver(caller, use.element, problem);
  const command = `set -e\necho ${quoteText(`Not converted: ${problem}`)} >&2\nexit 1\n`;
  return {
    section: 'operators',
    entries: [
      { key: 'type', value: 'bash' },
      properties([{ key: 'bash_command', value: command, from: idsOf(caller, [use.element]) }]),
    ],
  };
}

function settleOver({ ledger }: Conversion, element: XmlElement, problem: string): void {
  settleShallow(ledger, element, manual(problem));
}

/**
 * The workflow is not among the files: its own DAG is started and waited for, by the name that it will have. Until there
 * is one the task fails.
 */
function startOther(
  call: Call,
  location: XmlElement,
  place: Template,
  passed: ReadonlyMap<string, Passed>,
): DraftedSubWorkflow {
  const { caller } = call;
  const steps = likelyText(place, caller.properties)
    .replace(/\/[^/]*\.xml$/, '')
    .split('/')
    .filter((step) => step !== '' && !step.includes('$'));
  const dagId = (steps.at(-1) ?? '').replace(/[^A-Za-z0-9_]/g, '_');
  if (dagId === '') return refuse(call, `The workflow at ${sourceText(location).trim()} was not found.`);
  settleText(
    caller,
    location,
    approximated(
      `The workflow was not among the files; the task runs the DAG ${dagId}, to be made of it, and waits for it.`,
    ),
  );
  for (const item of passed.values()) settlePassed(call, item);
  const entries = [...passed].map(([key, { template, value }]): DraftEntry => {
    const constant = constantText(template);
    return {
      key,
      value: constant === undefined ? asJinjaText(template) : asJinjaText(template),
      from: idsOf(caller, [value]),
    };
  });
  return {
    section: 'operators',
    entries: [
      { key: 'type', value: 'TriggerDagRunOperator' },
      properties([
        { key: 'trigger_dag_id', value: dagId, from: idsOf(caller, [location]) },
        { key: 'wait_for_completion', value: true },
        ...(entries.length === 0
          ? []
          : [{ key: 'conf', value: { kind: 'mapping', layout: 'block', entries } as const }]),
      ]),
    ],
  };
}

function properties(entries: readonly DraftEntry[]): DraftEntry {
  return { key: 'properties', value: { kind: 'mapping', layout: 'block', entries } };
}
