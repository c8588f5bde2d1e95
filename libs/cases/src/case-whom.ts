import type { CaseWhom } from './case.events.js';
import type { KnownCase } from './case.fold.js';

/** Whom a case concerns, as its facts say it. */
export const whom = ({
  caseId,
  number,
  kind,
  customerId,
  orderId,
  productId,
  ownerId,
  sellerId,
}: KnownCase): CaseWhom => ({
  ...{ caseId, number, kind },
  ...(customerId !== undefined && { customerId }),
  ...(orderId !== undefined && { orderId }),
  ...(productId !== undefined && { productId }),
  ownerId,
  ...(sellerId !== undefined && { sellerId }),
});
