import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { deal } from './deal.decider.js';
import { dealEvents } from './deal.events.js';

storedEvents(join(__dirname, '../stored-events'), [dealEvents], [deal]);
