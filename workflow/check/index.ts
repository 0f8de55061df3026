export { checkOutline, checkWorkflow } from './check';
export type { CheckContext, DagFacts } from './context';
export { isTimeZone, nextTimes } from './cron-times';
export { cronExpression, cronInWords, presetsInWords, scheduleInWords } from './cron-words';
export { dagFacts } from './dag-facts';
export { dagIdIn, twinsOf } from './dag-id';
export {
  type HeldWorkflow,
  holdsWorkflow,
  isNamedWorkflow,
  SKIPPED_FOLDERS,
  WORKFLOW_GLOB,
  workflowIn,
  YAML_GLOB,
} from './is-workflow';
export type { ReferenceRole } from './node-facts';
export { formerType } from './node-type';
export {
  type DocumentOutline,
  type Edge,
  type FileOutline,
  isRepeated,
  type NodeOutline,
  outlineFile,
  type Part,
  partOf,
  placeOf,
} from './outline';
export { BUILTINS, GIVEN_NAMES, NAMES_OF_GENERATORS, NAMES_OF_TASKS } from './python';
export { RULE_SOURCES } from './rule-sources';
export { RULE_FACTS } from './rules';
export { findSecrets, looksSecret } from './rules/hard-coded-secret';
export { type WrittenSchedule, writtenSchedule } from './schedule';
