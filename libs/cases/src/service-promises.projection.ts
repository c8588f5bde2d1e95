import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { PromiseSource, ServicePromiseEvent } from './service-promise.events.js';

export const promiseStates = ['open', 'kept', 'broken'] as const;
export type PromiseState = (typeof promiseStates)[number];

/** A promise made in the sale, with what became of it. */
export interface ServicePromiseRow {
  readonly promiseId: string;
  readonly number: string;
  readonly state: PromiseState;
  readonly customerId: string;
  readonly sellerId: string;
  readonly dealId?: string;
  readonly contractId?: string;
  readonly orderId?: string;
  readonly source: PromiseSource;
  readonly text: string;
  readonly dueOn?: Day;
  readonly registeredBy: string;
  readonly registeredAt: Instant;
  /** Brought by an import. */
  readonly history: boolean;
  /** The cases that asked for it. */
  readonly cases: readonly string[];
  /** When it was kept or broken, and by whose word. */
  readonly endedAt?: Instant;
  readonly endedBy?: string;
  /** Of one that was kept: after its day. */
  readonly late?: boolean;
  readonly note?: string;
  /** Why it was broken. */
  readonly brokenFor?: string;
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

const key = ({ data: { promiseId } }: { readonly data: { readonly promiseId: string } }) => [promiseId];
const changed = (
  row: ServicePromiseRow | undefined,
  { revision, position }: Recorded,
  change: Partial<ServicePromiseRow>,
): ServicePromiseRow | undefined => row && { ...row, ...change, revision, lastPosition: String(position) };

/** 售後承諾: every promise made in the sale, open, kept or broken (R107). */
export const servicePromises = projection<ServicePromiseRow, ServicePromiseEvent>({
  name: 'servicePromises',
  version: 1,
  key: 'promiseId',
  columns: {
    promiseId: 'text',
    number: 'text',
    state: 'text',
    customerId: 'text',
    sellerId: 'text',
    dealId: 'text',
    contractId: 'text',
    orderId: 'text',
    source: 'text',
    text: 'text',
    dueOn: 'date',
    registeredBy: 'text',
    registeredAt: 'instant',
    history: 'boolean',
    cases: 'texts',
    endedAt: 'instant',
    endedBy: 'text',
    late: 'boolean',
    note: 'text',
    brokenFor: 'text',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [['sellerId'], ['customerId'], ['orderId'], ['contractId'], ['cases'], ['state', 'dueOn'], ['registeredAt']],
  keys: {
    ServicePromiseRegistered: key,
    ServicePromiseLinked: key,
    ServicePromiseKept: key,
    ServicePromiseBroken: key,
  },
  project: {
    ServicePromiseRegistered: (_, { data: { by, ...data }, metadata, revision, position }) => ({
      ...data,
      ...{ state: 'open', registeredBy: by, registeredAt: metadata.occurredAt },
      ...{ history: metadata.history === true, cases: [], revision, lastPosition: String(position) },
    }),
    ServicePromiseLinked: (row, event) =>
      changed(row, event, { cases: [...new Set([...(row?.cases ?? []), event.data.caseId])] }),
    ServicePromiseKept: (row, event) => {
      const { by: endedBy, note, late } = event.data;
      return changed(row, event, { state: 'kept', endedAt: event.metadata.occurredAt, endedBy, late, note });
    },
    ServicePromiseBroken: (row, event) => {
      const { by: endedBy, reason: brokenFor } = event.data;
      return changed(row, event, { state: 'broken', endedAt: event.metadata.occurredAt, endedBy, brokenFor });
    },
  },
});
