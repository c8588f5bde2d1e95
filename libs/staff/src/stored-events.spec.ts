import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { apiKeyWith } from './api-key.decider.js';
import { apiKeyEvents } from './api-key.events.js';
import { person } from './person.decider.js';
import { staffEvents } from './person.events.js';
import { staffFold } from './staff.fold.js';
import { unit } from './unit.decider.js';
import { unitEvents } from './unit.events.js';

storedEvents(
  join(__dirname, '../stored-events'),
  [staffEvents, unitEvents, apiKeyEvents],
  [person, unit, apiKeyWith(''), staffFold],
);
