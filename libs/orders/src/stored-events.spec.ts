import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { dailyCheck } from './daily-check.decider.js';
import { dailyCheckEvents } from './daily-check.events.js';
import { order } from './order.decider.js';
import { orderEvents } from './order.events.js';

storedEvents(join(__dirname, '../stored-events'), [orderEvents, dailyCheckEvents], [order, dailyCheck]);
