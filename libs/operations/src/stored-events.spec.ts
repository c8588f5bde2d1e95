import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { operation } from './operation.decider.js';
import { operationEvents } from './operation.events.js';

storedEvents(join(__dirname, '../stored-events'), [operationEvents], [operation]);
