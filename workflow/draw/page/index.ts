export { drawPage } from './draw-page';
export type { PageContent } from './parts/content';
