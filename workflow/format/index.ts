export { formatEdits, formatRangeEdits } from './edits';
export { type Formatted, formatWorkflow } from './format';
