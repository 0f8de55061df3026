import { loadCatalogue } from '../../../schemas';
import { catalogueFiles, PROVIDERS } from '../../schemas/catalogue-files';

/** The catalogue that dagport brings. */
export const CATALOGUE = loadCatalogue(catalogueFiles(), PROVIDERS).catalogue;
