import { caseClocks } from './case-clocks.fault.js';
import { wholeCluster } from './cluster.fault.js';
import type { Fault } from './fault.js';
import { hasIncidentLog, incidentImport } from './incidents.fault.js';
import { killApi, killProjector, killWorker, rollingStop } from './kill.fault.js';
import { killPostgres, killTemporal } from './server.fault.js';
import { tracking } from './tracking.fault.js';

/** Every fault, in the order they run. */
export const faults: readonly Fault[] = [
  killApi,
  killProjector,
  killWorker,
  killTemporal,
  killPostgres,
  rollingStop,
  wholeCluster,
  tracking,
  caseClocks,
  ...(hasIncidentLog ? [incidentImport] : []),
];
