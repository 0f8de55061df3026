export { checkWorkflow } from './check';
export type { CheckContext } from './context';
export { RULE_FACTS } from './rules';
