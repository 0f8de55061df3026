export { SECTIONS } from './cells';
export { moved } from './moved';
export { sanitised } from './names';
export {
  asText,
  contentRange,
  pairOf,
  type ScalarType,
  textsOf,
  toData,
  valueAt,
  type YamlAlias,
  type YamlList,
  type YamlMapping,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from './node';
export {
  absolute,
  type DocumentEntry,
  type DocumentItem,
  entryOf,
  itemName,
  readWorkflow,
  type SectionKey,
  type WorkflowDocument,
  type WorkflowFile,
} from './read';
