export * from './page.queries.js';
export { pageRequest } from './paging.js';
export * from './projector.js';
export * from './read-pool.js';
export * from './read-store.js';
export * from './text-search.js';
export * from './upkeep.js';
