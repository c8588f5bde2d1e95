export * from './money.js';
export * from './money-input.js';
export * from './rate.js';
