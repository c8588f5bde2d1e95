import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { reminder } from './reminder.decider.js';
import { reminderEvents } from './reminder.events.js';

storedEvents(join(__dirname, '../stored-events'), [reminderEvents], [reminder]);
