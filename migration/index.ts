export { tablesText } from '../converters/from-jenkins';
export { checkLegacy } from './legacy/check';
export { CONVERTERS, convertLegacy, type LegacyConversion, type LegacyEntry, PROFILES } from './legacy/convert';
export { type CameFrom, type LegacyGraph, legacyGraph, legacyPairs } from './legacy/graph';
export { baseName, type ConvertedFiles, convertedFiles, sidecarName } from './legacy/outputs';
export {
  LEGACY_GLOBS,
  LEGACY_NAMES,
  type LegacyDefinition,
  type LegacyFile,
  type LegacyKind,
  recogniseLegacy,
} from './legacy/recognise';
export { type ConvertedSource, convertSeveral, freeFileName, rankOf, reportOfSeveral } from './legacy/several';
export type { ConstructCounts, MigrationReport, ReportedConstruct, ReportedSource, WrittenWorkflow } from './report';
export { migrationReport } from './report';
export { reportHtml } from './report-html';
export { reportText } from './report-text';
export type { Sidecar, SidecarInput } from './sidecar';
export { makeSidecar } from './sidecar';
