import { wholeCluster } from './cluster.fault.js';
import type { Fault } from './fault.js';

/** Every fault, in the order they run; the name of each is its number in the catalogue of faults. */
export const faults: readonly Fault[] = [wholeCluster];
