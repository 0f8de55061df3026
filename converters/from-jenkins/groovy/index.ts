export { parseGroovy } from './parse';
export type * from './syntax';
export { childrenOf, type TreeNode, walk } from './walk';
