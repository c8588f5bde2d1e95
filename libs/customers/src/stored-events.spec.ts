import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { customer } from './customer.decider.js';
import { customerEvents } from './customer.events.js';

storedEvents(join(__dirname, '../stored-events'), [customerEvents], [customer]);
