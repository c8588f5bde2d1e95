import { receipts } from './receipts.projection.js';
import { OpenReceivableIdsOf } from './receivable.queries.js';
import { receivables } from './receivables.projection.js';
import { writeOffs } from './write-offs.projection.js';

/** What this context adds to an application, besides its commands and event schema. */
export const paymentQueries = [OpenReceivableIdsOf] as const;
export const paymentProjections = [receivables, receipts, writeOffs] as const;
