export * from './test-database.js';
export * from './test-keys.js';
export * from './unreliable-proxy.js';
export * from './open-eventstoredb.js';
export * from './open-store.js';
export * from './eventstoredb/index.js';
