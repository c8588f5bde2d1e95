export * from './chain.js';
export * from './keys.js';
export * from './postgres-event-store.js';
