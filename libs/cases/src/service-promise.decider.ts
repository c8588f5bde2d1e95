import {
  decider,
  ensure,
  ensureFound,
  personOf,
  same,
  shortNumber,
  type CommandMetadata,
} from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { ensureMayOwn } from '@dealtrail/staff';
import type { AnyServicePromiseCommand } from './service-promise.commands.js';
import { servicePromiseEvents, type PromisedService, type ServicePromiseEvent } from './service-promise.events.js';

type Data<T extends ServicePromiseEvent['type']> = Extract<ServicePromiseEvent, { type: T }>['data'];

interface KnownPromise {
  /** As it was registered, to tell its repeat from another promise. */
  readonly registered: Data<'ServicePromiseRegistered'>;
  readonly cases: readonly string[];
  readonly kept?: Data<'ServicePromiseKept'>;
  readonly broken?: Data<'ServicePromiseBroken'>;
}

/**
 * The case that a command names, as the log has it when it is asked: it stands beside the command, for a rule sees one stream. Of which
 * customer it is, where it says so.
 */
export interface AskingCase {
  readonly exists: boolean;
  readonly customerId?: string;
}

/** What rules read of a promise. */
export type ServicePromise = KnownPromise | undefined;

function existing(promise: ServicePromise): KnownPromise {
  ensureFound(promise, 'promise-not-found');
  return promise;
}

const whom = ({ registered: { promiseId, number, customerId, orderId, sellerId } }: KnownPromise) => ({
  ...{ promiseId, number, customerId },
  ...(orderId !== undefined && { orderId }),
  sellerId,
});

const promised = ({ customerId, dealId, contractId, orderId, source, text, dueOn }: PromisedService) => ({
  customerId,
  ...(dealId !== undefined && { dealId }),
  ...(contractId !== undefined && { contractId }),
  ...(orderId !== undefined && { orderId }),
  ...{ source, text },
  ...(dueOn !== undefined && { dueOn }),
});

/** Who did it: what an import brings is the seller's, as far as its source says. */
const doer = (metadata: CommandMetadata, sellerId: string): string =>
  metadata.actor.kind === 'import' ? (metadata.onBehalfOf ?? sellerId) : personOf(metadata);

/** The case that asked is linked along with the verdict, where it was not before; an import may tell of it later. */
function linked(
  promise: KnownPromise,
  caseId: string | undefined,
  metadata: CommandMetadata,
  { exists, customerId = promise.registered.customerId }: AskingCase,
): readonly Extract<ServicePromiseEvent, { type: 'ServicePromiseLinked' }>[] {
  if (caseId === undefined || promise.cases.includes(caseId)) return [];
  if (!metadata.history) {
    ensureFound(exists, 'case-not-found');
    ensure(customerId === promise.registered.customerId, 'case-of-another-customer');
  }
  const by = doer(metadata, promise.registered.sellerId);
  return [{ type: 'ServicePromiseLinked', data: { ...whom(promise), caseId, by } }];
}

/** The rules of what was promised in the sale (售後承諾): registered once, kept or broken once. */
export const servicePromiseWith = (asking: AskingCase) =>
  decider<AnyServicePromiseCommand, ServicePromiseEvent, ServicePromise, Known>({
    events: servicePromiseEvents,
    id: ({ promiseId }) => promiseId,
    subject: (promise, command) => {
      if (promise) return { owners: [promise.registered.sellerId] };
      const asked = command.type === 'RegisterServicePromise' ? command.sellerId : undefined;
      return { owners: [asked ?? personOf(command.metadata)] };
    },
    initialState: undefined,
    decide: {
      RegisterServicePromise: ({ promiseId, sellerId: asked, metadata, ...what }, promise, { staff }) => {
        const sellerId = asked ?? personOf(metadata);
        if (promise) {
          const { registered } = promise;
          ensure(
            same(promised(what), promised(registered)) && sellerId === registered.sellerId,
            'promise-already-registered',
          );
          return [];
        }
        if (!metadata.history) ensureMayOwn(staff, sellerId); // who has left may have promised, long ago
        const by = doer(metadata, sellerId);
        const data = { promiseId, number: shortNumber(promiseId), ...promised(what), sellerId, by };
        return [{ type: 'ServicePromiseRegistered', data }];
      },

      LinkServicePromise: ({ caseId, metadata }, state) => linked(existing(state), caseId, metadata, asking),

      KeepServicePromise: ({ caseId, note, metadata }, state) => {
        const promise = existing(state);
        const { kept, broken, registered } = promise;
        ensure(!broken, 'promise-already-broken');
        if (kept) {
          ensure(same([kept.caseId, kept.note], [caseId, note]), 'promise-already-kept');
          return [];
        }
        const by = doer(metadata, registered.sellerId);
        const late = registered.dueOn !== undefined && dayOf(metadata.occurredAt) > registered.dueOn;
        const data = {
          ...whom(promise),
          ...(caseId !== undefined && { caseId }),
          ...(note !== undefined && { note }),
          ...{ by, late },
        };
        return [...linked(promise, caseId, metadata, asking), { type: 'ServicePromiseKept', data }];
      },

      BreakServicePromise: ({ caseId, reason, metadata }, state) => {
        const promise = existing(state);
        const { kept, broken, registered } = promise;
        ensure(!kept, 'promise-already-kept');
        if (broken) {
          ensure(same([broken.caseId, broken.reason], [caseId, reason]), 'promise-already-broken');
          return [];
        }
        const by = doer(metadata, registered.sellerId);
        const data = { ...whom(promise), ...(caseId !== undefined && { caseId }), reason, by };
        return [...linked(promise, caseId, metadata, asking), { type: 'ServicePromiseBroken', data }];
      },
    },
    evolve: {
      ServicePromiseRegistered: (_, { data }) => ({ registered: data, cases: [] }),
      ServicePromiseLinked: (promise, { data: { caseId } }) =>
        promise && { ...promise, cases: [...promise.cases, caseId] },
      ServicePromiseKept: (promise, { data }) => promise && { ...promise, kept: data },
      ServicePromiseBroken: (promise, { data }) => promise && { ...promise, broken: data },
    },
  });

/** The same where nobody looks at the case that asks. */
export const servicePromise = servicePromiseWith({ exists: true });
