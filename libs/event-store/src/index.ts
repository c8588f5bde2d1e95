export * from './chain.js';
export * from './keys.js';
