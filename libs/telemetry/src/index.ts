export * from './observed-commands.js';
export * from './observed-store.js';
export * from './process-metrics.js';
export * from './telemetry.js';
export * from './trace-ids.js';
export * from './tracing.js';
