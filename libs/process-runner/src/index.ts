export * from './activities.js';
export * from './process-worker.js';
export * from './reaction-log.js';
export * from './reaction-runner.js';
export * from './reconciler.js';
export * from './running-processes.js';
export * from './search-attributes.js';
export * from './temporal-client.js';
