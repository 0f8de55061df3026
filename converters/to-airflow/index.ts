export { type EmitOptions, emitPython } from './emit';
export { type AirflowTarget, airflowTargets } from './targets';
