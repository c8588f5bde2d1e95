export * from '../complaint-escalation/complaint-escalation.process.js';
export * from './time-skipping.js';
