export { parseGroovy } from './parse';
export type * from './syntax';
export { childrenOf, walk } from './walk';
