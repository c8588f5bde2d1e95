import { caseClocks } from './case-clocks.projection.js';
import { caseEscalations } from './case-escalations.projection.js';
import { casePages } from './case-page.projection.js';
import { caseRecurrences } from './case-recurrences.projection.js';
import { caseRegister } from './case-register.projection.js';
import { caseResponsibility } from './case-responsibility.projection.js';
import { CaseIdsPlannedBefore, OpenCaseIdsOf, OpenCaseIdsOfCustomer } from './case.queries.js';
import { servicePromises } from './service-promises.projection.js';

/** What this context adds to an application, besides its commands and event schemas. */
export const caseQueries = [OpenCaseIdsOf, OpenCaseIdsOfCustomer, CaseIdsPlannedBefore] as const;
export const caseProjections = [
  caseRegister,
  casePages,
  caseClocks,
  caseEscalations,
  caseResponsibility,
  servicePromises,
  caseRecurrences,
] as const;
