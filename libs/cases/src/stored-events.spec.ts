import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { caseRecurrence } from './case-recurrence.decider.js';
import { caseRecurrenceEvents } from './case-recurrence.events.js';
import { caseDecider } from './case.decider.js';
import { caseEvents } from './case.events.js';
import { servicePromise } from './service-promise.decider.js';
import { servicePromiseEvents } from './service-promise.events.js';

storedEvents(
  join(__dirname, '../stored-events'),
  [caseEvents, servicePromiseEvents, caseRecurrenceEvents],
  [caseDecider, servicePromise, caseRecurrence],
);
