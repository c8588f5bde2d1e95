import { customerLinkRegister } from './customer-link-register.projection.js';
import { CustomerLinkRegister } from './customer-link.queries.js';

/** What this context adds to an application, besides its commands and event schema. */
export const customerLinkQueries = [CustomerLinkRegister] as const;
export const customerLinkProjections = [customerLinkRegister] as const;
