export * from './case-clock.js';
export * from './case.events.js';
export * from './case.fold.js';
export * from './clock-state.js';
