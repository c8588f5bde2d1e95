export * from './configuration.js';
export * from './contexts.js';
export * from './dispatcher.js';
export * from './health.js';
export * from './runtime.module.js';
export * from './process.js';
export * from './processes.module.js';
