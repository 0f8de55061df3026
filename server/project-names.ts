import type { Range } from '../text/range';
import { outlineFile } from '../workflow/check';
import { CONFIGURATION_NAME, type Project } from '../workflow/project';
import { absolute, asText, entryOf, pairOf, readWorkflow, type WorkflowFile, type YamlNode } from '../workflow/read';
import { stopIfCancelled } from './cancellation';
import type { Elsewhere, Library } from './library';
import { areTwoFiles, isConfiguration, pathOf, projectOf } from './project';
import { waveNames } from './wave-names';
import type { OpenDocument, Workspace } from './workspace';

/** Names that a whole project shares: what `dagport.yaml` and the files of its catalogue define. */
export type ProjectKind = 'image' | 'environment' | 'composite';

/** A place of a file that names something of the project. */
export interface ProjectUse {
  readonly uri: string;
  readonly kind: ProjectKind;
  readonly name: string;
  /** In the file, with quotes but without a version. */
  readonly written: Range;
  readonly definition: boolean;
  /** Does it stand in the selection of a wave, where nothing is quoted? */
  readonly isSelection?: true;
}

/** A file in which names of the project may stand. */
export interface ProjectFile {
  readonly uri: string;
  readonly text: string;
}

/** The name of the project that stands at an offset of an open file, and that the project defines. */
export function projectNameAt(workspace: Workspace, document: OpenDocument, offset: number): ProjectUse | undefined {
  const file = document.file.get();
  const here = usesIn(file, document.uri).find(({ written }) => written.start <= offset && offset <= written.end);
  const project = projectOf(workspace.projects, document.uri)?.project;
  if (here === undefined || project === undefined) return undefined;
  return homesOf(here, file, document.uri, project).length > 0 ? here : undefined;
}

/**
 * All places that name what is named at one, in open and closed workflows, the configuration and the catalogue. A workflow
 * that defines an image of that name itself means its own.
 */
export async function projectUses(
  workspace: Workspace,
  { library, token }: Elsewhere,
  here: ProjectUse,
): Promise<readonly (ProjectUse & { readonly text: string })[]> {
  const own = await projectFor(workspace, here.uri);
  const text = workspace.documents.get(here.uri)?.text;
  if (own === undefined || text === undefined) return [];
  const homes = new Set(homesOf(here, readWorkflow('', text), here.uri, own));
  const found: (ProjectUse & { readonly text: string })[] = [];
  for (const file of await filesAround(workspace, library, own, here)) {
    if (!mayName(file.text, here.name)) continue;
    await stopIfCancelled(token);
    const project = await projectFor(workspace, file.uri);
    if (project === undefined) continue;
    const read = readWorkflow(pathOf(file.uri), file.text);
    for (const use of usesIn(read, file.uri)) {
      if (use.kind !== here.kind || use.name !== here.name) continue;
      const isSame = homesOf(use, read, file.uri, project).some((home) => homes.has(home));
      if (isSame) found.push({ ...use, text: file.text });
    }
  }
  return found;
}

/** In quotes a name may be written otherwise than it is, over two lines, too; else a file that does not hold it need not be read. */
function mayName(text: string, name: string): boolean {
  return text.includes(name) || text.includes('\\') || /\s/.test(name);
}

async function projectFor({ projects }: Workspace, uri: string): Promise<Project | undefined> {
  await projects.ready(uri);
  return projectOf(projects, uri)?.project;
}

/** The workflows of the editor, those that are not open included, and the files of a project; what is open counts as it is. */
async function filesAround(
  workspace: Workspace,
  library: Library,
  project: Project,
  here: ProjectUse,
): Promise<readonly ProjectFile[]> {
  const files = new Map<string, ProjectFile>();
  for (const { uri, text } of await library.closed(workspace)) files.set(uri, { uri, text });
  for (const { folder, file } of project.layers) {
    const uri = uriOf(file.path, folder);
    files.set(uri, { uri, text: file.text });
  }
  const [layer] = project.layers;
  for (const [path, text] of layer === undefined ? [] : project.ownTypes) {
    const uri = uriOf(path, layer?.folder ?? '');
    files.set(uri, { uri, text });
  }
  for (const { uri, text } of workspace.documents.values()) {
    if (uri === here.uri || areTwoFiles(uri, here.uri)) files.set(uri, { uri, text });
  }
  return [...files.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
}

/** The URI of a path of the same place as another one. */
function uriOf(path: string, near: string): string {
  if (!URL.canParse(near)) return path;
  const url = new URL(near);
  url.pathname = path.split('/').map(encodeURIComponent).join('/');
  return url.href;
}

/** The files of a project that define what a place of a file names; none where the file means something of its own. */
function homesOf({ kind, name }: ProjectUse, file: WorkflowFile, uri: string, project: Project): readonly string[] {
  const { layers, composites } = project;
  if (kind === 'composite') {
    const found = composites.find(name);
    const base = layers[0]?.folder;
    return found === undefined || base === undefined ? [] : [uriOf(found.file.path, base)];
  }
  const isOwnImage = kind === 'image' && !isConfiguration(uri) && ownImages(file).some(({ key }) => key.text === name);
  if (isOwnImage) return [];
  const defining = layers.filter(({ file: layer }) => (kind === 'image' ? layer.images : layer.environments).has(name));
  return defining.map((layer) => uriOf(layer.file.path, layer.folder));
}

/** Does a workflow define an image of a name itself? */
export function definesImage(text: string, name: string): boolean {
  return ownImages(readWorkflow('', text)).some(({ key }) => key.text === name);
}

function ownImages({
  documents: [primary],
}: WorkflowFile): readonly { readonly key: YamlNode & { readonly text: string } }[] {
  const images = primary === undefined ? undefined : entryOf(primary, 'images')?.value;
  return images?.kind === 'mapping' ? images.pairs.flatMap(({ key }) => (key.kind === 'scalar' ? [{ key }] : [])) : [];
}

/** Each place of a file that may name something of its project. Linear. */
function usesIn(file: WorkflowFile, uri: string): readonly ProjectUse[] {
  return isConfiguration(uri) || uri.endsWith(`/${CONFIGURATION_NAME}`)
    ? usesInConfiguration(file, uri)
    : usesInWorkflow(file, uri);
}

function usesInConfiguration(file: WorkflowFile, uri: string): readonly ProjectUse[] {
  const uses: ProjectUse[] = [];
  for (const entry of file.documents[0]?.entries ?? []) {
    const { key, value } = entry;
    if (key.text === 'default_environment' && value !== undefined)
      addUse(uses, uri, entry, 'environment', value, false);
    if (key.text === 'environments' && value?.kind === 'mapping')
      for (const pair of value.pairs) addUse(uses, uri, entry, 'environment', pair.key, true);
    if (key.text !== 'images' || value?.kind !== 'mapping') continue;
    for (const pair of value.pairs) {
      addUse(uses, uri, entry, 'image', pair.key, true);
      addEnvironments(uses, uri, entry, pair.value);
    }
  }
  return uses;
}

function usesInWorkflow(file: WorkflowFile, uri: string): readonly ProjectUse[] {
  const uses: ProjectUse[] = [];
  const [primary] = file.documents;
  const images = primary === undefined ? undefined : entryOf(primary, 'images');
  if (images?.value?.kind === 'mapping')
    for (const { value } of images.value.pairs) addEnvironments(uses, uri, images, value);
  const kind = primary === undefined ? undefined : asText(entryOf(primary, 'kind')?.value)?.text;
  const name = primary === undefined ? undefined : entryOf(primary, 'name');
  if (kind === 'composite' && name?.value !== undefined) addUse(uses, uri, name, 'composite', name.value, true);
  for (const item of file.documents.flatMap(({ items }) => items)) {
    const image = pairOf(item.map, 'image')?.value;
    const type = pairOf(item.map, 'type')?.value;
    if (image !== undefined) addUse(uses, uri, item, 'image', image, false);
    const isTask = item.section === 'operators' || item.section === 'before' || item.section === 'after';
    if (type !== undefined && isTask) addUse(uses, uri, item, 'composite', type, false);
  }
  if (primary === undefined || entryOf(primary, 'waves') === undefined) return uses;
  for (const { kind: of, name: image, written } of waveNames(outlineFile(file)))
    if (of === 'image') uses.push({ uri, kind: 'image', name: image, written, definition: false, isSelection: true });
  return uses;
}

function addEnvironments(uses: ProjectUse[], uri: string, owner: { readonly offset: number }, image: YamlNode): void {
  const environments = pairOf(image, 'environments')?.value;
  if (environments?.kind !== 'mapping') return;
  for (const { key } of environments.pairs) addUse(uses, uri, owner, 'environment', key, false);
}

function addUse(
  uses: ProjectUse[],
  uri: string,
  owner: { readonly offset: number },
  kind: ProjectKind,
  node: YamlNode,
  definition: boolean,
): void {
  const scalar = asText(node);
  if (scalar === undefined || scalar.from !== undefined) return;
  const whole = absolute(owner, scalar);
  const version = kind === 'composite' ? /@\d+$/.exec(scalar.text)?.[0] : undefined;
  // A version stays behind the name; one in quotes ends before the quote.
  const isPlain = scalar.plain && version !== undefined;
  if (version !== undefined && !isPlain) return;
  const written = version === undefined ? whole : { start: whole.start, end: whole.end - version.length };
  uses.push({
    uri,
    kind,
    name: scalar.text.slice(0, scalar.text.length - (version?.length ?? 0)),
    written,
    definition,
  });
}
