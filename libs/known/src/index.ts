export * from './first-commands.js';
export * from './known.js';
