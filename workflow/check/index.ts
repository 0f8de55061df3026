export { checkWorkflow } from './check';
export type { CheckContext } from './context';
export {
  type HeldWorkflow,
  holdsWorkflow,
  isNamedWorkflow,
  SKIPPED_FOLDERS,
  WORKFLOW_GLOB,
  workflowIn,
  YAML_GLOB,
} from './is-workflow';
export {
  type DocumentOutline,
  type Edge,
  type FileOutline,
  type NodeOutline,
  outlineFile,
  partOf,
  placeOf,
  type ReferenceRole,
} from './outline';
export { RULE_FACTS } from './rules';
