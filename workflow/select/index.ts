export { parseSelection, type SelectionProblem } from './parse';
export { type FoundProblem, type Selected, type SelectionTexts, selectNodes } from './select';
