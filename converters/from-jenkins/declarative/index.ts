export { asDirective, firstValue, literalText, named } from './directive';
export type * from './model';
export { postOrder } from './model';
export { agentText } from './read-agent';
export { type ReadPipeline, readPipeline } from './read-pipeline';
