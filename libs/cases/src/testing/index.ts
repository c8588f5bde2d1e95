export * as company from './case-company.js';
export * as facts from './case-facts.js';
export * from './model-history.js';
