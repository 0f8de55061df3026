export type { PageContent } from './content';
export { drawPage } from './draw-page';
