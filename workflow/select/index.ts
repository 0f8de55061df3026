export { parseSelection, type SelectionProblem } from './parse';
export { type Pruning, pruneWorkflow } from './prune';
export { type FoundProblem, type Selected, type SelectionTexts, selectNodes } from './select';
