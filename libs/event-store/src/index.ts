export * from './chain.js';
export * from './keys.js';
export { LockSession } from './lock-session.js';
export * from './postgres-event-store.js';
