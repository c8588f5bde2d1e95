export * from './api.module.js';
export * from './serve.js';
