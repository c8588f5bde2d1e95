export { CaseRegisterHandler } from '../case-views.handlers.js';
export { CountedCasesHandler } from '../counted-cases.handlers.js';
export { ServiceStandardsHandler } from '../service-standards.handlers.js';
export * from './sales-office.js';
