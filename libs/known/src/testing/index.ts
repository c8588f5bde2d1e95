export * from './test-known.js';
