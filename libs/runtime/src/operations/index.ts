export * from './chain-check.js';
export * from './operated-log.js';
export * from './operated.module.js';
export * from './process-board.js';
export * from './skips.js';
export * from './standings.js';
