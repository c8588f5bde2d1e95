export * from './receivable-facts.js';
