export { addWave, type NamedNode } from './add-wave';
export { originalRange, originOf } from './origin';
export { parseSelection, type SelectionProblem, type Term } from './parse';
export { NOTHING_LEFT, type Pruning, pruneWorkflow } from './prune';
export { type FoundProblem, type Selected, type SelectionTexts, selectNodes } from './select';
export { type Staging, stagingOf } from './staging';
export { placeInWave, type Wave, wavesOf } from './waves';
