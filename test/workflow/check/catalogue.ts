import { loadCatalogue } from '../../../schemas';
import { catalogueFiles } from '../../schemas/catalogue-files';

/** The catalogue that dagport brings. */
export const CATALOGUE = loadCatalogue(catalogueFiles()).catalogue;
