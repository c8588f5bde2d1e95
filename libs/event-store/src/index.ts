export * from './chain.js';
export * from './event-log.js';
export * from './eventstoredb/eventstoredb-event-store.js';
export * from './keys.js';
export { LockSession } from './lock-session.js';
export * from './open-event-store.js';
export * from './postgres-event-store.js';
