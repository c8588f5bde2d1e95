import { ensureFound, fold, type EventStore, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import { allocatedTo, creditOf, keptOf, openOf, sumOf, writtenOffOf } from './allocation.js';
import { receivable } from './receivable.decider.js';
import type { Instalment, ReceivableEvent } from './receivable.events.js';
import type { KnownReceivable, WriteOff } from './receivable.fold.js';

/** An instalment with what became of it. */
export interface PageInstalment extends Instalment {
  readonly allocated: number;
  readonly writtenOff: number;
  readonly open: number;
}

/** An account with all of it, as its own stream tells it: never behind a read model. */
export interface ReceivablePageContent {
  readonly contractId: string;
  readonly number: string;
  readonly dealId?: string;
  readonly customerId?: string;
  readonly ownerId: string;
  readonly currency: string;
  /** All together, minor units of `currency`; received = allocated + credit. */
  readonly sums: {
    readonly planned: number;
    /** Of receipts that were not reversed, less what was refunded. */
    readonly received: number;
    readonly allocated: number;
    readonly writtenOff: number;
    readonly open: number;
    /** What came in and went to no instalment (多付款). */
    readonly credit: number;
  };
  readonly instalments: readonly PageInstalment[];
  readonly receipts: readonly object[];
  readonly writeOffs: readonly WriteOff[];
  /** The plans before this one, newest first, each with why it was changed. */
  readonly planChanges: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly reason: string;
    readonly previous: readonly Instalment[];
  }[];
  readonly revision: number;
  /** Decimal; of the last fact read. */
  readonly position: string;
}

/** With `asOf` what was on record then; `receivable-not-found`. */
export async function readReceivable(
  log: EventStore,
  contractId: string,
  asOf?: string,
): Promise<ReceivablePageContent> {
  const limit = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const [recorded = []] = (await log.read([`receivable-${contractId}`])) as Recorded<ReceivableEvent>[][];
  const events = recorded.filter(({ recordedAt }) => limit === undefined || recordedAt <= limit);
  const account = fold(receivable, events);
  const last = events.at(-1);
  ensureFound(account.status !== 'none' && last, 'receivable-not-found');
  const { number, dealId, customerId } = account.opened;
  const { ownerId, currency, writeOffs } = account;
  return {
    ...{ contractId, number, dealId, customerId, ownerId, currency },
    ...amountsOf(account),
    receipts: account.receipts.map((receipt) => {
      const { receiptId, receivedOn, amount, method, payerReference, by } = receipt.recorded;
      return {
        ...{ receiptId, receivedOn, amount, method, payerReference, recordedBy: by },
        ...{ allocations: receipt.allocations, unallocated: creditOf(receipt), reversedFor: receipt.reversedFor },
        refunds: receipt.refunds.map(({ refundId, amount, refundedOn, reason, by: refundedBy }) => ({
          ...{ refundId, amount, refundedOn, reason, by: refundedBy },
        })),
      };
    }),
    writeOffs,
    planChanges: events
      .flatMap((event) => (event.type === 'PaymentPlanChanged' ? [event] : []))
      .map(({ data: { by, reason, previous }, metadata: { occurredAt: at } }) => ({ at, by, reason, previous }))
      .reverse(),
    revision: last.revision,
    position: String(last.position),
  };
}

function amountsOf(account: KnownReceivable): Pick<ReceivablePageContent, 'sums' | 'instalments'> {
  const instalments = account.plan.map((instalment) => ({
    ...instalment,
    allocated: allocatedTo(account, instalment.no),
    writtenOff: writtenOffOf(account, instalment.no),
    open: openOf(account, instalment.no),
  }));
  const all = (of: 'allocated' | 'writtenOff' | 'open'): number =>
    instalments.reduce((sum, instalment) => sum + instalment[of], 0);
  return {
    sums: {
      planned: sumOf(instalments),
      received: account.receipts.reduce((sum, receipt) => sum + keptOf(receipt), 0),
      allocated: all('allocated'),
      writtenOff: all('writtenOff'),
      open: all('open'),
      credit: account.receipts.reduce((sum, receipt) => sum + creditOf(receipt), 0),
    },
    instalments,
  };
}
