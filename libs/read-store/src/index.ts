export * from './page.queries.js';
export { pageRequest } from './paging.js';
export { Projector, type ProjectionStatus, type ProjectorOptions } from './projector.js';
export { isDataError, isMissingTable, isPassing, ReadPool, refuseWhenAway, transaction } from './read-pool.js';
export {
  ReadStore,
  type CheckpointWatch,
  type ListOptions,
  type OpenSchema,
  type Page,
  type ReadStoreOptions,
  type RowQuery,
  type Tables,
} from './read-store.js';
export { contains } from './text-search.js';
export { Upkeep, type ParkedEvent, type Rebuild, type Retried } from './upkeep.js';
