export * from './api-application.js';
export { FromRequest, Public } from './from-request.js';
export * from './problem.js';
export { ProblemFilter } from './problem.filter.js';
export * from './token.js';
export * from './token-key.js';
export { HttpModule } from './http.module.js';
export { ImportRows, ImportItem } from './import-rows.js';
export type { ImportAnswer, ImportOutcome, ImportResult } from './imports.js';
