import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { receivable } from './receivable.decider.js';
import { receivableEvents } from './receivable.events.js';

storedEvents(join(__dirname, '../stored-events'), [receivableEvents], [receivable]);
