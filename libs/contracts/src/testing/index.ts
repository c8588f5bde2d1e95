export * from './folded-rows.js';
export * from './model-history.js';
