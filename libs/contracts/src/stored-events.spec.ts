import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { contract } from './contract.decider.js';
import { contractEvents } from './contract.events.js';

storedEvents(join(__dirname, '../stored-events'), [contractEvents], [contract]);
