import { folderOf } from '../../text/path';
import { mapping } from '../../workflow/write';
import type { DraftEntry, DraftFile, DraftItem, DraftMapping } from '../../workflow/write/draft';
import type { ConversionInput, ConversionResult, SourceKind } from '../contract';
import type { LegacyFlow } from '../legacy-flow';
import { looksSecret } from '../secret';
import { type Ledger, manual, settleTree } from './account';
import {
  applicationPathNames,
  attribute,
  type Conversion,
  childElement,
  convertText,
  type DraftedNodes,
  idsOf,
  scopeAt,
  sourceText,
} from './conversion';
import { draftCoordinator, fillIn, type PassedProperty, settleUnused } from './coordinator/draft-coordinator';
import { draftWorkflowFile } from './draft-file';
import { mapText } from './el/template';
import { convertTemplate } from './el/to-jinja';
import { workflowFiles } from './find-files';
import { configurationOf, readJobProperties } from './job-properties';
import { loadProfile, profileNames, readProfile } from './profile/load-profile';
import type { Profile } from './profile/profile';
import type { JobProperties } from './properties';
import {
  closeAll,
  diagnose,
  firstPresent,
  ledgerOf,
  type Run,
  readJobXml,
  readSource,
  startConversion,
  startRun,
} from './run';
import { quoteText } from './shell';
import { startSubWorkflows } from './sub-workflows';
import { capturingActions } from './workflow/captures';
import { checkWorkflow } from './workflow/check-workflow';
import { draftNodes } from './workflow/draft-workflow';
import { readWorkflow } from './workflow/read-workflow';
import { readParameters, settleSections } from './workflow/settle-sections';
import type { XmlElement } from './xml/read-xml';

/**
 * Converts an Oozie application, by its coordinator or its workflow, into a workflow file with an account of every element,
 * attribute and text. Pure: property files and the coordinator's workflow are read from `files`; what else would be read is
 * in `needs`. Never throws: what is wrong with the source is in `diagnostics`.
 */
export function convertOozie(input: ConversionInput): ConversionResult {
  const { profileText } = input.options;
  const profile = profileText === undefined ? loadProfile(input.options.profile) : readProfile(profileText);
  const run = startRun(input, profile ?? emptyProfile(input.options.profile));
  if (profile === undefined) {
    const message = `There is no profile "${input.options.profile}". Known: ${profileNames.join(', ')}.`;
    diagnose(run, input.entry, 'unknown-profile', message, { start: 0, end: 0 });
  }
  const root = readSource(run, input.entry);
  const workflows = root === undefined || profile === undefined ? [] : convertRoot(run, root);
  return { workflows, sources: closeAll(run), diagnostics: run.diagnostics, needs: [...run.needs] };
}

function emptyProfile(name: string): Profile {
  return { profile: name, source: 'oozie', summary: '', actions: [] };
}

const kinds: ReadonlyMap<string, SourceKind> = new Map([
  ['workflow-app', 'oozie-workflow'],
  ['coordinator-app', 'oozie-coordinator'],
  ['bundle-app', 'oozie-bundle'],
]);

function convertRoot(run: Run, root: XmlElement): ConversionResult['workflows'] {
  const { entry } = run.input;
  const kind = kinds.get(root.name);
  if (kind === undefined) {
    const message = `<${root.name}> is no definition of Oozie: workflow-app, coordinator-app or bundle-app is expected.`;
    diagnose(run, entry, 'not-an-oozie-definition', message, root.openingTag);
    return [];
  }
  const ledger = ledgerOf(run, entry, kind, root);
  const drafted =
    kind === 'oozie-workflow'
      ? convertWorkflow(run, ledger, root)
      : kind === 'oozie-coordinator'
        ? convertCoordinator(run, ledger, root)
        : convertBundle(ledger, root);
  return drafted === undefined
    ? []
    : [
        {
          fileName: `${drafted.name}.workflow.yaml`,
          draft: drafted.file,
          ...(drafted.flow === undefined ? {} : { flow: drafted.flow }),
        },
      ];
}

interface Drafted {
  readonly name: string;
  readonly file: DraftFile;
  readonly flow: LegacyFlow | undefined;
}

function convertBundle(ledger: Ledger, root: XmlElement): undefined {
  settleTree(ledger, root, manual('A bundle has no conversion yet; convert each of its coordinators.'));
  return undefined;
}

function convertWorkflow(run: Run, ledger: Ledger, root: XmlElement): Drafted | undefined {
  const definition = readWorkflow(root);
  const properties = readJobProperties(run.input, run.needs, readParameters(definition.parameters));
  const name = workflowName(properties, root, run.input.entry);
  const { conversion, documents } = openWorkflow(run, ledger, properties, root, name);
  const nodes = convertNodes(run, conversion, root);
  if (nodes === undefined) return undefined;
  const startDate: DraftEntry = {
    key: 'start_date',
    value: '2020-01-01',
    comment: ['Nothing starts it by itself; Airflow wants a date before the first run.'],
  };
  return finish(run, {
    name,
    nameFrom: idsOf(conversion, [attribute(root, 'name')]),
    properties,
    nodes,
    documents,
    dagArguments: [startDate],
  });
}

/** What a workflow that is no sub-workflow is converted with, and where the documents of its sub-workflows go. */
function openWorkflow(
  run: Run,
  ledger: Ledger,
  properties: JobProperties,
  root: XmlElement,
  name: string,
): { readonly conversion: Conversion; readonly documents: DraftMapping[] } {
  const convertThese = (conversion: Conversion, definition: XmlElement) => convertNodes(run, conversion, definition);
  const subWorkflows = startSubWorkflows(run, convertThese, [name]);
  const base = startConversion(run, ledger, properties, root, {
    subWorkflow: subWorkflows.drafter(ledger.path, '', [ledger.path]),
    jobXml: (path) => readJobXml(run, ledger.path, path),
    defaults: configurationOf(run.input, run.needs, ledger.path),
  });
  const captures = capturingActions(root);
  return { conversion: { ...base, captures }, documents: subWorkflows.documents };
}

/** The nodes of a workflow; nothing, and the reasons in the diagnostics, where Oozie would not accept it. */
function convertNodes(run: Run, conversion: Conversion, root: XmlElement): DraftedNodes | undefined {
  const definition = readWorkflow(root);
  const checked = checkWorkflow(definition);
  const { path } = conversion.ledger;
  run.diagnostics.push(...checked.diagnostics.map((diagnostic) => ({ ...diagnostic, path })));
  if (checked.diagnostics.length > 0) {
    settleTree(conversion.ledger, root, manual('Oozie refuses the definition: see the diagnostics.'));
    return undefined;
  }
  const nodes = draftNodes(conversion, definition, checked);
  settleSections(conversion, root);
  return nodes;
}

function convertCoordinator(run: Run, ledger: Ledger, root: XmlElement): Drafted | undefined {
  const own = readJobProperties(run.input, run.needs, readParameters(childElement(root, 'parameters')));
  const name = workflowName(own, root, run.input.entry);
  const { conversion } = openWorkflow(run, ledger, own, root, name);
  const coordinator = draftCoordinator(conversion, root);
  const location = applicationPath(root);
  const workflow = location === undefined ? undefined : findWorkflow(run, own, location);
  const passed = new Map([...coordinator.configuration].map(([name, item]) => [name, item.convert]));
  if (location !== undefined) {
    passed.set(applicationPathNames.workflow, () => {
      const template = convertTemplate(sourceText(location).trim(), scopeAt(conversion, location));
      return mapText(template, (text) => text.replace(/\/[^/]*\.xml$/, ''));
    });
    convertText(conversion, location);
  }
  const defaults = workflow === undefined ? [] : [...readParameters(readWorkflow(workflow.root).parameters)];
  const properties: JobProperties = { ...own, values: new Map([...defaults, ...own.values]), perRun: passed };
  const scheduled =
    workflow === undefined
      ? {
          nodes: { operators: [missingWorkflow(conversion, location, coordinator.configuration)], subDags: [] },
          documents: [],
        }
      : convertScheduledWorkflow(run, properties, workflow, coordinator.configuration, conversion, name);
  if (scheduled === undefined) return undefined;
  const nameFrom = idsOf(conversion, [attribute(root, 'name')]);
  return finish(run, { ...coordinator, ...scheduled, name, nameFrom, properties });
}

function applicationPath(root: XmlElement): XmlElement | undefined {
  const action = childElement(root, 'action');
  const workflow = action === undefined ? undefined : childElement(action, 'workflow');
  return workflow === undefined ? undefined : childElement(workflow, 'app-path');
}

interface FoundWorkflow {
  readonly path: string;
  readonly root: XmlElement;
}

function findWorkflow(run: Run, properties: JobProperties, location: XmlElement): FoundWorkflow | undefined {
  const path = firstPresent(run, workflowFiles(run.input.entry, fillIn(properties, sourceText(location))));
  if (path === undefined) return undefined;
  const root = readSource(run, path);
  return root?.name === 'workflow-app' ? { path, root } : undefined;
}

function convertScheduledWorkflow(
  run: Run,
  properties: JobProperties,
  { path, root }: FoundWorkflow,
  configuration: ReadonlyMap<string, PassedProperty>,
  coordinator: Conversion,
  name: string,
): Pick<Parts, 'nodes' | 'documents'> | undefined {
  const ledger = ledgerOf(run, path, 'oozie-workflow', root);
  const { conversion, documents } = openWorkflow(run, ledger, properties, root, name);
  const nodes = convertNodes(run, conversion, root);
  settleUnused(coordinator, configuration);
  return nodes === undefined ? undefined : { nodes, documents };
}

function missingWorkflow(
  conversion: Conversion,
  location: XmlElement | undefined,
  configuration: ReadonlyMap<string, PassedProperty>,
): DraftItem {
  const where =
    location === undefined ? 'It names no workflow.' : `The workflow at ${sourceText(location).trim()} was not found.`;
  const problem = `Not converted: ${where}`;
  for (const { property } of configuration.values()) {
    settleTree(conversion.ledger, property, manual('It is passed to a workflow that was not found.'));
  }
  if (location !== undefined) {
    conversion.ledger.verdicts.delete(location);
    settleTree(conversion.ledger, location, manual(`${where} Convert it together with its coordinator.`));
  }
  const properties: DraftEntry[] = [{ key: 'bash_command', value: `set -e\necho ${quoteText(problem)} >&2\nexit 1\n` }];
  const entries: DraftEntry[] = [
    { key: 'name', value: 'missing-workflow' },
    { key: 'type', value: 'bash' },
    { key: 'properties', value: { kind: 'mapping', layout: 'block', entries: properties } },
  ];
  return { value: { kind: 'mapping', layout: 'block', entries }, from: idsOf(conversion, [location]) };
}

/** A name for the DAG and its file: what Airflow allows, and no part of it waits for the run. */
function workflowName(properties: JobProperties, root: XmlElement, entry: string): string {
  const written = fillIn(properties, attribute(root, 'name')?.value ?? '').replace(/\$\{[^}]*\}?/g, '');
  const name = written
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/--+/g, '-')
    .slice(0, 200);
  const file = entry
    .slice(entry.lastIndexOf('/') + 1)
    .replace(/\.xml$/, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-');
  return name === '' ? file || 'workflow' : name;
}

interface Parts {
  readonly name: string;
  readonly nameFrom: readonly string[];
  readonly properties: JobProperties;
  readonly nodes: Omit<DraftedNodes, 'flow'> & { readonly flow?: LegacyFlow };
  readonly documents: readonly DraftMapping[];
  readonly dagArguments: readonly DraftEntry[];
  readonly scheduled?: boolean;
  readonly before?: readonly DraftItem[];
}

function finish(run: Run, parts: Parts): Drafted {
  reportRequired(run, parts.properties);
  const folder = folderOf(run.input.entry);
  const sources = [...run.ledgers.keys()].map((path) => (path.startsWith(folder) ? path.slice(folder.length) : path));
  const file = draftWorkflowFile({
    before: [],
    scheduled: false,
    operatorDefaults: operatorDefaults(run),
    images: Object.entries(run.profile.images ?? {}).map(([key, image]) => ({ key, value: mapping(image, 'flow') })),
    ...parts,
    header: [`Converted from ${sources.join(' and ')} by dagport.`],
  });
  return { name: parts.name, file, flow: parts.nodes.flow };
}

/** What the profile says of all operators of a type, where an action needs it. */
function operatorDefaults({ profile, defaultedTypes }: Run): DraftEntry[] {
  return Object.entries(profile.defaults ?? {}).flatMap(([key, values]): DraftEntry[] =>
    defaultedTypes.has(key) ? [{ key, value: mapping(values, 'flow') }] : [],
  );
}

function reportRequired(run: Run, { used, values }: JobProperties): void {
  for (const [name, { path, range, value }] of used) {
    if (value !== undefined) continue;
    const secret = looksSecret(name) && values.has(name);
    const message = secret
      ? `The value of "${name}" looks like a secret, so it is not copied; it becomes a parameter that has to be given.`
      : `Nothing defines "${name}"; it becomes a parameter that has to be given.`;
    run.diagnostics.push({ path, rule: 'required-parameter', severity: 'info', message, range });
  }
}
