import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import { orderEvents } from './order.events.js';

storedEvents(join(__dirname, '../stored-events'), [orderEvents], [order]);
