import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { person } from './person.decider.js';
import { personEvents } from './person.events.js';
import { staffFold } from './staff.fold.js';
import { unit } from './unit.decider.js';
import { unitEvents } from './unit.events.js';

storedEvents(join(__dirname, '../stored-events'), [personEvents, unitEvents], [person, unit, staffFold]);
