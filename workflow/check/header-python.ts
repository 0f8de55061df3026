import type { DocumentEntry, WorkflowDocument } from '../read';
import type { FileOutline } from './outline';
import { type PythonText, pythonOf } from './texts';

/** Python of a header, with what places in it relate to. */
export interface HeaderPython {
  readonly owner: DocumentEntry;
  readonly source: string;
  readonly text: PythonText;
}

/** The Python in `dag_args`, `default_task_args` and `operator_defaults` of a document. */
export function headerPython(document: WorkflowDocument, { file }: FileOutline): readonly HeaderPython[] {
  return document.entries.flatMap((owner) => {
    if (!HOLDING_PYTHON.has(owner.key.text) || owner.value === undefined) return [];
    const end = owner.offset + owner.value.end;
    const source = file.text.slice(owner.offset, end);
    return source.includes('<<') ? pythonOf(owner.value).map((text) => ({ owner, source, text })) : [];
  });
}

const HOLDING_PYTHON: ReadonlySet<string> = new Set(['dag_args', 'default_task_args', 'operator_defaults']);
