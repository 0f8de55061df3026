export type { DraftEntry, DraftFile, DraftItem, DraftLayout, DraftList, DraftMapping, DraftValue } from './draft';
export { list, mapping } from './draft';
export { isPlain, isPrintable, type ScalarContext, writeText } from './scalar';
export type { WrittenDraft, WrittenOrigin } from './write-draft';
export { writeDraft } from './write-draft';
