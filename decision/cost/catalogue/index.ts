import { DATABASE_PRICES } from './database';
import { OPERATIONS_PRICES } from './operations';
import type { Catalogue } from './price';
import { SECURITY_PRICES } from './security';

/** AWS's list prices on demand, in USD, without tax, free trials and discounts. */
export const CATALOGUE: Catalogue = { ...DATABASE_PRICES, ...OPERATIONS_PRICES, ...SECURITY_PRICES };
