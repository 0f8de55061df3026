export { isOneExpression } from './one-expression';
export { readTemplate } from './read-template';
export type { TemplateProblem } from './tokens';
export {
  type AttributeExpression,
  type CallExpression,
  type Expression,
  type Placed,
  type Template,
  within,
} from './tree';
