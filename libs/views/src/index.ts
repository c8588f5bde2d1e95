export * from './approval-times.queries.js';
export * from './contract-views.queries.js';
export * from './deal-views.queries.js';
export * from './reports.queries.js';
export * from './review-views.queries.js';
export * from './views.module.js';
export * from './views.registry.js';
export * from './work.queries.js';
