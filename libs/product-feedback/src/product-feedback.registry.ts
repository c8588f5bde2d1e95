import { productFeedbackRegister } from './product-feedback.projection.js';
import { OpenProductFeedbackIdsOf } from './product-feedback.queries.js';

/** What this context adds to an application, besides its commands and event schema. */
export const productFeedbackQueries = [OpenProductFeedbackIdsOf] as const;
export const productFeedbackProjections = [productFeedbackRegister] as const;
