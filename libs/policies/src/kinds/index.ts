export * from './contract-approval.js';
export * from './deal-stages.js';
export * from './follow-up.js';
export * from './order-delivery.js';
export * from './policy-kind.js';
export * from './policy-kinds.js';
export * from './working-calendar.js';
export * from './write-off.js';
