export * from './model-history.js';
