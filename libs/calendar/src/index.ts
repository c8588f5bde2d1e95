export * from './calendar.js';
export * from './is-day-field.js';
