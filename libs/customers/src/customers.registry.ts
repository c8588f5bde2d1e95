import { customerRegister } from './customer-register.projection.js';
import { CustomerPage, CustomerRegister } from './customer.queries.js';

/** What this context adds to an application, besides its commands and event schema. */
export const customerQueries = [CustomerRegister, CustomerPage] as const;
export const customerProjections = [customerRegister] as const;
