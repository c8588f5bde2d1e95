import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { customerLinkEvents } from './customer-link.events.js';
import { customerLinkFold } from './customer-link.fold.js';

storedEvents(join(__dirname, '../stored-events'), [customerLinkEvents], [customerLinkFold]);
