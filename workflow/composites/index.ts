export {
  type Composite,
  type CompositeProblem,
  type Composites,
  compositeOf,
  holdsComposite,
  isComposite,
  NO_COMPOSITES,
  readComposites,
} from './composite';
export { isPath, PLACEHOLDER_KEYS, type Placeholder, placeholdersOf, wholePath } from './placeholders';
export { compileSchema, type ParameterProblem, placedProblems } from './schema-check';
export { schemaSlips } from './schema-slips';
export type { CompositeParameter, Signature } from './signature';
