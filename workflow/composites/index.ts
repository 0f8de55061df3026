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
export type { ParameterProblem } from './schema-check';
export type { CompositeParameter, Signature } from './signature';
