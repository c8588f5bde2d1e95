export * from './calendar.js';
export * from './is-day-field.js';
export * from './is-instant-field.js';
export * from './published-calendar.js';
export * from './working-calendar.js';
export * from './working-time.js';
