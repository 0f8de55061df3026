import { holdsComposite } from '../composites';
import { asText, readWorkflow, valueAt, type WorkflowFile } from '../read';

/** By these names a file is a workflow, whatever it holds. */
export const WORKFLOW_GLOB = '**/*.workflow.{yaml,yml}';

/** Is a path, or a URI, one of those names? */
export function isNamedWorkflow(path: string): boolean {
  return /\.workflow\.ya?ml$/.test(path);
}

/** Folders that never hold a person's workflows. Hidden ones are left out as well. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'venv', 'dist']);

/** Every file that may be a workflow by what it holds. */
export const YAML_GLOB = '**/*.{yaml,yml}';

const NAME_LINE = /^name[ \t]*:/m;
const SECTION_LINE = /^(?:before|operators|generators|sub_dags|after)[ \t]*:/m;
/** Top-level keys of pipelines of others, Compose files, Kubernetes objects and our own catalogue files. */
const FOREIGN_LINE = /^(?:on|jobs|stages|pool|services|apiVersion|kind|x-[\w-]+)[ \t]*:/m;

/** A text that is a workflow by what it holds, as it was read to find that out; absent where its lines alone said it. */
export interface HeldWorkflow {
  readonly file?: WorkflowFile;
}

/**
 * Is a text a workflow by what it holds: a composite, or a `name` and a section that is a list of mappings with `name` and `type`?
 * Text that cannot be one is told by its lines alone, without reading it as YAML.
 */
export function workflowIn(text: string): HeldWorkflow | undefined {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (holdsComposite(source) && (NAME_LINE.test(source) || SECTION_LINE.test(source))) return {};
  if (!NAME_LINE.test(source) || !SECTION_LINE.test(source) || FOREIGN_LINE.test(source)) return undefined;
  const file = readWorkflow('', source);
  const nodes = file.documents[0]?.items.filter((item) => item.section !== 'resources') ?? [];
  const isOne = nodes.some(
    ({ map }) => asText(valueAt(map, 'name')) !== undefined && asText(valueAt(map, 'type')) !== undefined,
  );
  return isOne ? { file } : undefined;
}

/** Is a text a workflow by what it holds? See `workflowIn`. */
export function holdsWorkflow(text: string): boolean {
  return workflowIn(text) !== undefined;
}
