export type { DraftEntry, DraftFile, DraftItem, DraftLayout, DraftList, DraftMapping, DraftValue } from './draft';
export { list, mapping } from './draft';
export type { WrittenDraft, WrittenOrigin } from './write-draft';
export { writeDraft } from './write-draft';
