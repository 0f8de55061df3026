export { BUILTINS } from './builtins';
export { GIVEN_NAMES, NAMES_OF_GENERATORS, NAMES_OF_TASKS } from './given';
export { type ModuleSlip, memberSlip, moduleSlip } from './modules';
export { type PythonCall, type PythonExpression, type PythonName, type PythonPlace, readPython } from './read-python';
