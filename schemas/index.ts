export { type FurtherTypes, isView, loadCatalogue } from './catalogue';
export type { CatalogueEntry, CatalogueProblem } from './catalogue-file';
export { whyNoImage } from './image-reference';
export {
  addNames,
  findGenerator,
  findResource,
  findType,
  namedParameters,
  parametersOf,
  parametersOfResource,
  referencedProperty,
} from './lookup';
export {
  BACKENDS,
  CASE_KEYS,
  CONTAINER_KEYS,
  IMAGE_KEYS,
  IMPORT_KEYS,
  IMPORTED_OBJECT_KEYS,
  SCHEDULE_KEYS,
} from './nested-keys';
export type {
  Catalogue,
  CodeImport,
  Conversion,
  DurationUnit,
  GeneratorCode,
  GeneratorType,
  GoneType,
  InnerDefaults,
  Json,
  Misfit,
  OperatorType,
  Parameter,
  ParameterRule,
  ParameterType,
  ResourceStep,
  ResourceType,
  SubDagType,
} from './operator-type';
export { describeType } from './parameter-type';
export {
  AIRFLOW_VERSIONS,
  OVERRIDE_KEYS,
  PLUGIN_KEYS,
  PLUGIN_PRIORITIES,
  PROJECT_KEYS,
  type ProjectKeyFacts,
  type ProjectKeyShape,
  RULE_LEVELS,
} from './project-keys';
export { type AirflowVersion, documentationUrl, type ProviderClass, type ProviderSource } from './provider-classes';
export { type Former, openProviders, type Providers } from './provider-facts';
export { openFiles, openPack, type ProviderPack, packProviders } from './provider-pack';
export { describeContextName, describeFilter, type TemplateAttribute, templateAttributes } from './template-facts';
export {
  type AirflowTarget,
  contextNames,
  JINJA_FILTERS,
  JINJA_GLOBALS,
  JINJA_TESTS,
  MACROS,
  removedContextName,
  type TemplateExtras,
  templateExtras,
} from './template-names';
export { type ContextObject, findContextObject } from './template-objects';
export {
  ADDED_TYPES,
  COMPOSITE_KEYS,
  DAG_KEYS,
  DAG_KEYS_BY_NAME,
  DOCUMENT_KEYS,
  DOCUMENT_KEYS_BY_NAME,
  FORMATS,
  KEYWORD_PROPERTIES,
  KEYWORD_TYPES,
  type KeyFacts,
  type KeyShape,
  NODE_KEYS,
  NODE_KEYS_BY_NAME,
  type NodeKeyFacts,
  RENAMED_TRIGGER_RULES,
  type Section,
  SUB_DAG_TYPES,
  TRIGGER_RULES,
  WAVE_KEYS,
} from './workflow-keys';
export { compositeSchema, workflowSchema } from './workflow-schema';
