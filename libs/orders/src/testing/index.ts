export * as facts from './order-facts.js';
export * from './model-history.js';
