export { loadCatalogue } from './catalogue';
export type { CatalogueProblem } from './catalogue-file';
export {
  findGenerator,
  findResource,
  findType,
  parametersOf,
  parametersOfResource,
  referencedProperty,
} from './lookup';
export type {
  Catalogue,
  GeneratorType,
  Json,
  OperatorType,
  Parameter,
  ParameterType,
  ResourceStep,
  ResourceType,
} from './operator-type';
export { describeType } from './parameter-type';
