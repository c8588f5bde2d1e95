import { orderExceptions } from './order-exceptions.projection.js';
import { orderMilestones } from './order-milestones.projection.js';
import { orderPages } from './order-page.projection.js';
import { orderRegister } from './order-register.projection.js';
import { DeliveryDocumentFile, OpenOrderIdsOf } from './order.queries.js';

/** What this context adds to an application, besides its commands and event schema. */
export const orderQueries = [OpenOrderIdsOf, DeliveryDocumentFile] as const;
export const orderProjections = [orderRegister, orderPages, orderMilestones, orderExceptions] as const;
