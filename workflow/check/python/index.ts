export { BUILTINS } from './builtins';
export { type PythonCall, type PythonExpression, type PythonName, type PythonPlace, readPython } from './read-python';
