import { storeKeys } from '../keys.js';

/** Keys that are the same in every spec. */
export const testKeys = storeKeys(Buffer.alloc(32, 7));
