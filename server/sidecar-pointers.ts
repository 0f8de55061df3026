import type { Range } from '../text/range';
import type { NameUse } from './names';

/** A change of a sidecar's text. */
export interface PointerEdit {
  readonly range: Range;
  readonly text: string;
}

/** The URI of the sidecar beside a workflow. */
export function sidecarUri(workflow: string): string | undefined {
  return /\.workflow\.ya?ml$/.test(workflow) ? workflow.replace(/\.workflow\.ya?ml$/, '.migration.json') : undefined;
}

/** The pointers of a sidecar (see `INTERFACES`: places by names) that name what gets another name, with that name. */
export function pointerEdits(sidecar: string, renamed: NameUse, newName: string): readonly PointerEdit[] {
  return [...sidecar.matchAll(/"pointer"\s*:\s*("(?:[^"\\]|\\.)*")/g)].flatMap((match): readonly PointerEdit[] => {
    const [whole, written = '""'] = match;
    const pointer = textOf(written);
    const changed = pointer === undefined ? undefined : renamedPointer(pointer, renamed, newName);
    if (changed === undefined || changed === pointer) return [];
    const end = match.index + whole.length;
    return [{ range: { start: end - written.length, end }, text: JSON.stringify(changed) }];
  });
}

function textOf(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // a person changed it: it is no pointer any more
  }
}

function renamedPointer(pointer: string, { kind, name, scope }: NameUse, newName: string): string {
  const steps = pointer.split('/');
  const replaced = (index: number): string =>
    steps[index] === pointerStep(name) ? steps.with(index, pointerStep(newName)).join('/') : pointer;
  if (kind === 'document') return replaced(0);
  if (kind === 'image') return steps[0] === 'images' ? replaced(1) : pointer;
  // Pointers of further documents begin with their names.
  if (scope?.primary === false) return steps[0] === pointerStep(scope.document.name ?? '') ? replaced(2) : pointer;
  return SECTIONS.has(steps[0] ?? '') ? replaced(1) : pointer;
}

const SECTIONS: ReadonlySet<string> = new Set(['resources', 'before', 'operators', 'generators', 'sub_dags', 'after']);

/** A name as a step of a pointer. */
export function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
