import { join } from 'node:path';
import { storedEvents } from '@dealtrail/event-sourcing/testing';
import { productFeedback } from './product-feedback.decider.js';
import { productFeedbackEvents } from './product-feedback.events.js';

storedEvents(join(__dirname, '../stored-events'), [productFeedbackEvents], [productFeedback]);
