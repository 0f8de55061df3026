import { holdsComposite } from '../../workflow/composites';
import {
  type Project,
  readProjectCatalogue,
  settingsFor,
  type Wishes,
  type WorkflowSettings,
} from '../../workflow/project';
import { itemName, readWorkflow, type WorkflowFile } from '../../workflow/read';
import { builtInFiles } from '../data';
import { meaningOf, sameMeaning } from './meaning';

/** Why the DAG of a workflow is another one. */
export type Reason =
  /** Its own file; `places` are the nodes and keys that differ. */
  | { readonly kind: 'file'; readonly path: string; readonly places: readonly string[] }
  | { readonly kind: 'composite' | 'type'; readonly path: string }
  | { readonly kind: 'image' | 'environment'; readonly name: string }
  | { readonly kind: 'airflow'; readonly name: string }
  /** Several changes, none of which changes it alone. */
  | { readonly kind: 'together'; readonly path: string; readonly places: readonly string[] };

/** A workflow at one time. */
export interface Situation {
  readonly path: string;
  readonly text: string;
  readonly project: Project;
  readonly settings: WorkflowSettings;
}

/**
 * Why a workflow means something else: each change that makes a difference when it alone is made to what was before. Where it is
 * only several together, they are named so.
 */
export function reasonsOf(before: Situation, after: Situation, wishes: Wishes): readonly Reason[] {
  const changes = [...changesOf(before, after, wishes)];
  const old = meaningOf(before.text, before.settings);
  const alone = changes.filter(({ text, settings }) => !sameMeaning(meaningOf(text, settings), old));
  if (alone.length > 0) return alone.map(({ reason }) => reason);
  const places = changes.flatMap(({ reason }) => namesOf(reason));
  return [{ kind: 'together', path: after.path, places }];
}

function namesOf(reason: Reason): readonly string[] {
  return reason.kind === 'file' ? reason.places : ['name' in reason ? `${reason.kind} ${reason.name}` : reason.path];
}

/** What was before, with one thing changed. */
interface Change {
  readonly reason: Reason;
  readonly text: string;
  readonly settings: WorkflowSettings;
}

function* changesOf(before: Situation, after: Situation, wishes: Wishes): Generator<Change> {
  const { text, settings } = before;
  if (after.text !== text) {
    const places = differences(readWorkflow(before.path, text), readWorkflow(after.path, after.text));
    yield { reason: { kind: 'file', path: after.path, places }, text: after.text, settings };
  }
  yield* imageChanges(before, after);
  const [was, is] = [settings.plan.environment, after.settings.plan.environment];
  if (was !== is || settings.plan.backend !== after.settings.plan.backend) {
    const reason: Reason = { kind: 'environment', name: is ?? was ?? '' };
    yield { reason, text, settings: withEnvironment(settings, after.settings) };
  }
  if (settings.airflow !== after.settings.airflow) {
    const { airflow } = after.settings;
    yield { reason: { kind: 'airflow', name: airflow }, text, settings: { ...settings, airflow } };
  }
  yield* catalogueChanges(before, after, wishes);
}

function* imageChanges({ text, settings }: Situation, after: Situation): Generator<Change> {
  const [was, is] = [settings.plan.images ?? new Map(), after.settings.plan.images ?? new Map()];
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    if (imageText(was.get(name)) === imageText(is.get(name))) continue;
    const images = new Map(was);
    const entry = is.get(name);
    if (entry === undefined) images.delete(name);
    else images.set(name, entry);
    const check = { ...settings.check, projectImages: new Set(images.keys()) };
    yield {
      reason: { kind: 'image', name },
      text,
      settings: { ...settings, check, plan: { ...settings.plan, images } },
    };
  }
}

type ImageEntry =
  NonNullable<WorkflowSettings['plan']['images']> extends ReadonlyMap<string, infer Entry> ? Entry : never;

function imageText(entry: ImageEntry | undefined): string {
  return entry === undefined ? '' : JSON.stringify({ ...entry, environments: [...entry.environments] });
}

function withEnvironment(settings: WorkflowSettings, { plan, check }: WorkflowSettings): WorkflowSettings {
  const { environment, backend } = plan;
  const { environment: _environment, backend: _backend, ...others } = settings.plan;
  const { backend: _checked, ...otherChecks } = settings.check;
  return {
    ...settings,
    plan: {
      ...others,
      ...(environment === undefined ? {} : { environment }),
      ...(backend === undefined ? {} : { backend }),
    },
    check: { ...otherChecks, ...(check.backend === undefined ? {} : { backend: check.backend }) },
  };
}

/** One file of the catalogue after the other is as it is now. */
function* catalogueChanges({ path, text, project }: Situation, after: Situation, wishes: Wishes): Generator<Change> {
  const [was, is] = [project.ownTypes, after.project.ownTypes];
  for (const file of new Set([...was.keys(), ...is.keys()])) {
    const now = is.get(file);
    if (was.get(file) === now) continue;
    const own = new Map(was);
    if (now === undefined) own.delete(file);
    else own.set(file, now);
    const settings = withTypes(project, path, wishes, own, project.plugins, after.project.ofPackages);
    const kind = holdsComposite(now ?? was.get(file) ?? '') ? 'composite' : 'type';
    if (settings !== undefined) yield { reason: { kind, path: file }, text, settings };
  }
  for (const file of changedPluginFiles(project.plugins, after.project.plugins)) {
    const plugins = withPluginFile(project.plugins, after.project.plugins, file);
    const settings = withTypes(project, path, wishes, was, plugins);
    if (settings !== undefined) yield { reason: { kind: 'type', path: file }, text, settings };
  }
}

/** The settings of a workflow of a project that has other types. */
function withTypes(
  project: Project,
  path: string,
  wishes: Wishes,
  own: ReadonlyMap<string, string>,
  plugins: Project['plugins'],
  ofPackages: ReadonlySet<string> = project.ofPackages,
): WorkflowSettings | undefined {
  const { catalogue, composites } = readProjectCatalogue(builtInFiles(), own, undefined, plugins, ofPackages);
  const settings = settingsFor({ ...project, catalogue, composites }, path, wishes);
  return 'unknownEnvironment' in settings ? undefined : settings;
}

/** The files of plugins that another state has otherwise, in the order of the newer one; a change of priority is one of all files. */
function changedPluginFiles(before: Project['plugins'], after: Project['plugins']): readonly string[] {
  const textsOf = (plugins: Project['plugins']): ReadonlyMap<string, string> =>
    new Map(
      plugins.flatMap(({ name, priority, files }) =>
        files.map((file) => [file.path, `${name} ${priority} ${file.text}`] as const),
      ),
    );
  const [was, is] = [textsOf(before), textsOf(after)];
  return [...new Set([...is.keys(), ...was.keys()])].filter((file) => was.get(file) !== is.get(file));
}

/** Plugins with one file as another state has it. */
function withPluginFile(before: Project['plugins'], after: Project['plugins'], path: string): Project['plugins'] {
  const others = before.map((plugin) => ({ ...plugin, files: plugin.files.filter((file) => file.path !== path) }));
  const added = after.flatMap((plugin) => {
    const files = plugin.files.filter((file) => file.path === path);
    return files.length === 0 ? [] : [{ ...plugin, files }];
  });
  return [...others, ...added];
}

/** The nodes and keys that differ between two texts of a workflow, as pointers, in the order of the newer one. */
function differences(before: WorkflowFile, after: WorkflowFile): readonly string[] {
  const [was, is] = [piecesOf(before), piecesOf(after)];
  const changed = [...is].filter(([pointer, text]) => was.get(pointer) !== text).map(([pointer]) => pointer);
  const gone = [...was.keys()].filter((pointer) => !is.has(pointer));
  return [...changed, ...gone];
}

function piecesOf({ documents }: WorkflowFile): ReadonlyMap<string, string> {
  const pieces = new Map<string, string>();
  for (const [index, document] of documents.entries()) {
    const prefix = index === 0 ? '' : `${document.name ?? index}/`;
    for (const { key, value } of document.entries) {
      if (value !== undefined) pieces.set(prefix + key.text, withoutPlaces(value));
    }
    for (const item of document.items) {
      const pointer = `${prefix}${item.section}/${itemName(item)?.text ?? item.index}`;
      pieces.set(pointer, withoutPlaces(item.map));
      pieces.delete(prefix + item.section);
    }
  }
  return pieces;
}

/** What a value says, wherever it stands. */
function withoutPlaces(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === 'start' || key === 'end' || key === 'from') return undefined;
    return typeof part === 'bigint' ? `${part}` : part;
  });
}
