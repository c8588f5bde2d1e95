import { orderExceptions } from './order-exceptions.projection.js';
import { dailyChecks } from './daily-checks.projection.js';
import { orderChecks } from './order-checks.projection.js';
import { orderMilestones } from './order-milestones.projection.js';
import { orderPages } from './order-page.projection.js';
import { orderRegister } from './order-register.projection.js';
import { DeliveryDocumentFile, OpenOrderIdsOf } from './order.queries.js';
import { trackedOrders } from './tracked-orders.projection.js';

/** What this context adds to an application, besides its commands and event schema. */
export const orderQueries = [OpenOrderIdsOf, DeliveryDocumentFile] as const;
export const orderProjections = [
  ...[orderRegister, orderPages, orderMilestones, orderExceptions],
  ...[dailyChecks, trackedOrders, orderChecks],
] as const;
