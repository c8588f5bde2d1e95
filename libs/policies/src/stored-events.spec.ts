import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { policy } from './policy.decider.js';
import { policyEvents } from './policy.events.js';
import { policyFold } from './policy.fold.js';

storedEvents(join(__dirname, '../stored-events'), [policyEvents], [policy, policyFold]);
