import { ensure, ensureAllowed, ensureFound, same } from '@dealtrail/event-sourcing';
import { agreedLines, exceeds, shortLine, sumOf } from './amending.js';
import { completing } from './completing.js';
import { limitsAt } from './milestone-clock.js';
import { doerOf, existing, isOver, underway, whom, type OrderRules } from './order-rules.js';
import type { Amendment, KnownOrder } from './order.fold.js';

/** How an order changes: a little at once, more with the contract's new round. */
export const amendmentRules: OrderRules<'AmendOrder' | 'ApplyOrderAmendment' | 'RefuseOrderAmendment'> = {
  AmendOrder: ({ reason, lines, metadata }, state, known) => {
    const order = existing(state);
    const by = doerOf(metadata, order.ownerId);
    const last = order.amendments.at(-1);
    const isLast = last?.by === by && last.reason === reason && same(last.changes.lines, lines);
    if (isLast || (last?.outcome !== undefined && same(order.lines, lines)) || (!last && same(order.lines, lines)))
      return [];
    underway(order);
    ensure(last?.outcome !== undefined || !last, 'amendment-pending', { amendment: last?.amendment });
    const value = sumOf(lines, order.currency);
    ensureNotShort(order, lines);
    const { policy } = limitsAt(known, metadata.occurredAt, order.policy);
    const amendment = order.amendments.length + 1;
    const previous = { lines: order.lines };
    const data = { ...whom(order), amendment, by, reason, changes: { lines }, previous, value };
    if (!metadata.history && exceeds(agreedLines(order), lines, policy.amendmentPercent))
      return [{ type: 'OrderAmendmentRequested', data }];
    return completing(order, [{ type: 'OrderAmended', data }], metadata, known);
  },

  ApplyOrderAmendment: ({ amendment: n, round, metadata }, state, known) => {
    const order = existing(state);
    const isProcess = metadata.actor.kind === 'process';
    const { outcome, by, reason, changes, value } = amendmentOf(order, n);
    if (outcome === 'applied' || (isProcess && (outcome === 'refused' || isOver(order)))) return [];
    ensure(outcome === undefined, 'amendment-refused');
    underway(order);
    ensureAllowed(isProcess || doerOf(metadata, order.ownerId) !== by, 'approver-asked-for-it');
    const lines = changes.lines ?? order.lines;
    if (isProcess && shortLine(order, lines)) {
      const refused = { ...whom(order), amendment: n, reason: 'below-what-is-scheduled' };
      return completing(order, [{ type: 'OrderAmendmentRefused', data: refused }], metadata, known);
    }
    ensureNotShort(order, lines);
    const previous = { lines: order.lines };
    const data = { ...whom(order), amendment: n, by, reason, changes, previous, value, round };
    return completing(order, [{ type: 'OrderAmended', data }], metadata, known);
  },

  RefuseOrderAmendment: ({ amendment: n, reason, metadata }, state, known) => {
    const order = existing(state);
    const isProcess = metadata.actor.kind === 'process';
    const { outcome } = amendmentOf(order, n);
    if (outcome === 'refused' || (isProcess && (outcome === 'applied' || isOver(order)))) return [];
    ensure(outcome === undefined, 'amendment-applied');
    underway(order);
    return completing(
      order,
      [{ type: 'OrderAmendmentRefused', data: { ...whom(order), amendment: n, reason } }],
      metadata,
      known,
    );
  },
};

function amendmentOf({ amendments }: KnownOrder, n: number): Amendment {
  const found = amendments.find(({ amendment }) => amendment === n);
  ensureFound(found, 'amendment-not-found');
  return found;
}

function ensureNotShort(order: KnownOrder, lines: Parameters<typeof shortLine>[1]): void {
  const short = shortLine(order, lines);
  ensure(!short, 'below-what-is-scheduled', short);
}
