export type { MigrationReport, ReportedConstruct, ReportedSource, WrittenWorkflow } from './report';
export { migrationReport } from './report';
export { reportText } from './report-text';
export type { Sidecar, SidecarInput } from './sidecar';
export { makeSidecar } from './sidecar';
