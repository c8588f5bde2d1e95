export * as facts from './order-facts.js';
