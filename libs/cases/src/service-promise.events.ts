import { eventSchema, type Event } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';

/** Where the sale promised it: 合同、報價、洽談. */
export const promiseSources = ['contract', 'quote', 'negotiation'] as const;
export type PromiseSource = (typeof promiseSources)[number];

/** What was promised, to whom, and where it is written. */
export interface PromisedService {
  readonly customerId: string;
  readonly dealId?: string;
  readonly contractId?: string;
  readonly orderId?: string;
  readonly source: PromiseSource;
  readonly text: string;
  /** The last day on which keeping it is in time; absent: whenever the customer asks for it. */
  readonly dueOn?: Day;
}

/** Whose promise it is: told in every fact, so that each is read alone. */
interface OfPromise {
  readonly promiseId: string;
  readonly number: string;
  readonly customerId: string;
  readonly orderId?: string;
  /** Who promised, and is measured by it. */
  readonly sellerId: string;
}

export type ServicePromiseEvent =
  | Event<'ServicePromiseRegistered', OfPromise & PromisedService & { by: string }>
  /** A case of the customer asks for it. */
  | Event<'ServicePromiseLinked', OfPromise & { caseId: string; by: string }>
  /** `late`: after its day. */
  | Event<'ServicePromiseKept', OfPromise & { caseId?: string; note?: string; by: string; late: boolean }>
  | Event<'ServicePromiseBroken', OfPromise & { caseId?: string; reason: string; by: string }>;

/** Everything a promise's stream (`servicePromise-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const servicePromiseEvents = eventSchema<ServicePromiseEvent>('servicePromise', {
  ServicePromiseRegistered: { version: 1 },
  ServicePromiseLinked: { version: 1 },
  ServicePromiseKept: { version: 1 },
  ServicePromiseBroken: { version: 1 },
});
