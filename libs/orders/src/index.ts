export * from './order.events.js';
export * from './order.fold.js';
