export type { ConstructCounts, MigrationReport, ReportedConstruct, ReportedSource, WrittenWorkflow } from './report';
export { migrationReport } from './report';
export { reportHtml } from './report-html';
export { reportText } from './report-text';
export type { Sidecar, SidecarInput } from './sidecar';
export { makeSidecar } from './sidecar';
