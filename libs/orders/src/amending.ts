import { ensure } from '@dealtrail/event-sourcing';
import type { Money } from '@dealtrail/money';
import { scheduledOf } from './order-rules.js';
import type { OrderLine } from './order.events.js';
import type { KnownOrder } from './order.fold.js';

/** As much as a client may say in one amount: sums over all orders stay exact. */
const mostValue = 10_000_000_000_000;

/** Each line once, all of one currency; says what they come to. */
export function sumOf(lines: readonly OrderLine[], currency: string): Money {
  const ids = lines.map(({ lineId }) => lineId);
  const twice = ids.find((id, n) => ids.indexOf(id) < n);
  ensure(twice === undefined, 'line-twice', { lineId: twice });
  const foreign = lines.find(({ value }) => value.currency !== currency);
  ensure(foreign === undefined, 'currencies-differ', { lineId: foreign?.lineId, currency });
  const amount = lines.reduce((sum, { value }) => sum + value.amount, 0);
  ensure(amount <= mostValue, 'value-too-large', { most: mostValue });
  return { amount, currency };
}

/** The lines that were agreed last: as placed, or as the contract approved since; small steps do not add up unseen. */
export const agreedLines = ({ placed, amendments }: KnownOrder): readonly OrderLine[] =>
  amendments.findLast(({ requested, outcome }) => requested && outcome === 'applied')?.changes.lines ?? placed.lines;

/** Whether price or quantity of some line changes by more than so many percent; what comes or goes changes wholly. */
export function exceeds(agreed: readonly OrderLine[], lines: readonly OrderLine[], percent: number): boolean {
  const ids = new Set([...agreed, ...lines].map(({ lineId }) => lineId));
  return [...ids].some((id) => {
    const before = agreed.find(({ lineId }) => lineId === id);
    const after = lines.find(({ lineId }) => lineId === id);
    if (!before || !after) return true;
    return moved(before.quantity, after.quantity, percent) || moved(before.value.amount, after.value.amount, percent);
  });
}

const moved = (before: number, after: number, percent: number): boolean =>
  Math.abs(after - before) * 100 > before * percent;

/** What is delivered or on its way stays ordered. */
export const shortLine = (
  order: KnownOrder,
  lines: readonly OrderLine[],
): { readonly lineId: string; readonly scheduled: number } | undefined =>
  order.lines
    .map(({ lineId }) => ({
      lineId,
      scheduled: scheduledOf(order, lineId),
      quantity: lines.find((line) => line.lineId === lineId)?.quantity ?? 0,
    }))
    .filter(({ scheduled, quantity }) => scheduled > quantity)
    .map(({ lineId, scheduled }) => ({ lineId, scheduled }))[0];
