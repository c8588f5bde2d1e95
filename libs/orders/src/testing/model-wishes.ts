import type { Actor, Instant, Intention } from '@dealtrail/event-sourcing';
import { dayAfter, dayOf } from '@dealtrail/calendar';
import type { Dice } from '@dealtrail/event-sourcing/testing';
import { exceptionKinds, type LineQuantity, type OrderLine } from '../order.events.js';
import type { AnyOrderCommand } from '../order.commands.js';
import { leftToSign } from '../delivery-rules.js';
import { running, scheduledOf } from '../order-rules.js';
import type { Delivery, KnownOrder, Order, OrderException } from '../order.fold.js';
import { cny, file } from './order-facts.js';

type Verb = AnyOrderCommand['type'];

/** What somebody wants of an order, whether or not they may. */
export interface Wish {
  readonly intention: Intention<AnyOrderCommand>;
  readonly actor: Actor;
}

export const everybody = [
  ...['li.na', 'wang.wei', 'zhao.min', 'chen.jing', 'ding.hao', 'fu.gang', 'qian.yi', 'qin.tao', 'gao.feng'],
  ...['mo.qing', 'admin'],
];

/** What a wish is made of: mostly of what fits, now and then of anything. */
interface Cast {
  readonly dice: Dice;
  readonly now: Instant;
  readonly order: KnownOrder;
  readonly delivery: Delivery | undefined;
  readonly exception: OrderException | undefined;
  /** The number of the next delivery, rather than another. */
  readonly next: number;
  readonly words: string;
  readonly somebody: () => string;
  /** Now, or somewhat earlier. */
  readonly happenedAt: Instant;
  readonly day: string;
}
interface Fields {
  readonly [field: string]: unknown;
}

export const lines: readonly OrderLine[] = [
  { lineId: '1', description: 'GTX Pro', category: 'equipment', quantity: 3, value: cny(300_000) },
  { lineId: '2', description: '機架', quantity: 2, value: cny(100_000) },
];

const some = (dice: Dice, left: readonly LineQuantity[]): readonly LineQuantity[] => {
  const parts = left
    .map(({ lineId, quantity }) => ({ lineId, quantity: Math.min(quantity, 1 + dice.upTo(3)) }))
    .filter(({ quantity }) => quantity > 0 && dice.percent(80));
  return parts.length > 0 ? parts : [{ lineId: dice.one(['1', '2']), quantity: 1 + dice.upTo(2) }];
};

/** Of every command one, by chance. */
const wishes: { readonly [T in Verb]: (cast: Cast) => Fields } = {
  PlaceOrder: ({ dice }) => ({
    orderNumber: 'SO-1',
    lines: [...lines],
    value: cny(400_000),
    ownerId: dice.one(['li.na', 'wang.wei']),
  }),
  AcknowledgeOrder: ({ dice }) => ({ department: dice.one(['operations', 'finance', 'logistics']) }),
  CheckOrderStatus: ({ words }) => ({ note: words }),
  AmendOrder: ({ dice, order, words }) => ({ reason: words, lines: changedLines(dice, order) }),
  ApplyOrderAmendment: ({ order }) => ({ amendment: order.amendments.length }),
  RefuseOrderAmendment: ({ order, words }) => ({ amendment: order.amendments.length, reason: words }),
  HoldOrder: ({ words }) => ({ reason: words }),
  ReleaseOrder: () => ({}),
  EndOrderImport: () => ({}),
  CancelOrder: ({ words }) => ({ reason: words }),
  ScheduleDelivery: ({ dice, order, next, day }) => ({
    delivery: next,
    scheduledOn: day,
    lines: some(
      dice,
      order.lines.map(({ lineId, quantity }) => ({ lineId, quantity: quantity - scheduledOf(order, lineId) })),
    ),
  }),
  RescheduleDelivery: ({ delivery, day, words }) => ({
    delivery: delivery?.delivery ?? 1,
    scheduledOn: day,
    reason: words,
  }),
  CancelDelivery: ({ delivery, words }) => ({ delivery: delivery?.delivery ?? 1, reason: words }),
  ConfirmDelivery: ({ dice, delivery, day, words }) => ({
    delivery: delivery?.delivery ?? 1,
    scheduledOn: dice.percent(85) ? (delivery?.scheduledOn ?? day) : day,
    criteria: words,
  }),
  AttachDeliveryDocument: ({ dice, delivery }) => ({
    delivery: delivery?.delivery ?? 1,
    document: dice.one(['manual', 'manual', 'training-plan']),
    file: { ...file, sha256: dice.one(['a', 'b']).repeat(64) },
  }),
  DispatchDelivery: ({ delivery, happenedAt }) => ({ delivery: delivery?.delivery ?? 1, happenedAt }),
  RecordDelivery: ({ dice, delivery, happenedAt, words }) => ({
    delivery: delivery?.delivery ?? 1,
    happenedAt,
    ...(dice.percent(50) && { withoutDocumentsReason: words }),
  }),
  SignOffDelivery: ({ dice, delivery }) => ({
    delivery: delivery?.delivery ?? 1,
    ...(dice.percent(50) && { lines: some(dice, delivery ? leftToSign(delivery) : []) }),
    ...(dice.percent(40) && { part: (delivery?.signed.length ?? 0) + dice.upTo(2) + 1 }),
  }),
  RefuseDelivery: ({ delivery, words }) => ({ delivery: delivery?.delivery ?? 1, reason: words }),
  DeclareOrderException: ({ dice, delivery, words }) => ({
    exceptionId: exceptionIdOf(dice.upTo(3)),
    ...(delivery && dice.percent(60) && { delivery: delivery.delivery }),
    kind: dice.one(exceptionKinds),
    description: words,
  }),
  ApologiseToCustomer: ({ exception, words }) => ({ ...of(exception), channel: words }),
  OfferAlternative: ({ dice, exception, words }) => ({
    ...of(exception),
    alternative: (exception?.alternatives.length ?? 0) + dice.upTo(2),
    kind: dice.one(['warranty-extension', 'priority-scheduling', 'cash-back']),
    description: words,
    cost: cny(dice.upTo(3) * 100),
  }),
  AnswerAlternative: ({ dice, exception }) => ({
    ...of(exception),
    alternative: exception?.alternatives.length ?? 1,
    answer: dice.one(['accepted', 'declined']),
  }),
  AssignExceptionTask: ({ dice, exception, words, somebody }) => ({
    ...of(exception),
    task: (exception?.tasks.length ?? 0) + dice.upTo(2),
    department: 'operations',
    assigneeId: somebody(),
    description: words,
  }),
  CompleteExceptionTask: ({ dice, exception, words }) => ({
    ...of(exception),
    task: 1 + dice.upTo(Math.max(1, exception?.tasks.length ?? 1)),
    result: words,
  }),
  CloseOrderException: ({ exception, words }) => ({ ...of(exception), result: words }),
  RemindOrderMilestone: ({ dice, order }) => {
    const all = running(order);
    const one = all.length > 0 ? dice.one(all) : undefined;
    return { milestone: one?.milestone, at: one?.clock.warnings[0] ?? '', dueAt: one?.clock.dueAt };
  },
  RecordOrderMilestoneOverdue: ({ dice, now, order }) => {
    const due = running(order).filter(({ clock }) => clock.dueAt <= now); // a timer never rings early
    const one = due.length > 0 ? dice.one(due) : undefined;
    return { milestone: one?.milestone ?? 'confirmation/1', dueAt: one?.clock.dueAt ?? '' };
  },
  ReassignOrder: ({ somebody }) => ({ from: somebody(), position: 1 }),
};

export const exceptionIdOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

const of = (exception: OrderException | undefined) => ({ exceptionId: exception?.exceptionId ?? exceptionIdOf(0) });

const changedLines = (dice: Dice, order: KnownOrder): readonly OrderLine[] =>
  order.lines.map((line) =>
    dice.percent(50)
      ? { ...line, quantity: Math.max(1, line.quantity + dice.upTo(3) - 1) }
      : { ...line, value: cny(line.value.amount + 1_000) },
  );

const byLink: ReadonlySet<Verb> = new Set([
  'ConfirmDelivery',
  'SignOffDelivery',
  'RefuseDelivery',
  'AnswerAlternative',
]);
const byProcess: ReadonlySet<Verb> = new Set(['RemindOrderMilestone', 'RecordOrderMilestoneOverdue', 'ReassignOrder']);
const settling: ReadonlySet<Verb> = new Set(['ApplyOrderAmendment', 'RefuseOrderAmendment']);
const rare: ReadonlySet<Verb> = new Set([
  ...(['CancelOrder', 'HoldOrder', 'PlaceOrder', 'ReassignOrder', 'CancelDelivery', 'EndOrderImport'] as const),
]);
const verbs = Object.keys(wishes) as Verb[];
const usual = verbs.filter((verb) => !rare.has(verb));
const onTheWay: readonly Verb[] = ['ConfirmDelivery', 'AttachDeliveryDocument', 'RecordDelivery', 'RescheduleDelivery'];
const whatFits: Readonly<Record<Delivery['status'], readonly Verb[]>> = {
  scheduled: ['DispatchDelivery', ...onTheWay],
  dispatched: onTheWay,
  delivered: ['SignOffDelivery', 'SignOffDelivery', 'SignOffDelivery', 'RefuseDelivery'],
  signed: ['ScheduleDelivery'],
  refused: ['ScheduleDelivery'],
  cancelled: ['ScheduleDelivery'],
};
const whatHelps: readonly Verb[] = [
  ...verbs.filter((verb) => /Apologise|Alternative|Task|CloseOrderException/.test(verb)),
  'CloseOrderException', // often too early
];

/** Half of the time what somebody would do next with a delivery or an exception; now and then what is rarely wanted. */
function verbFor({ delivery, exception }: Pick<Cast, 'delivery' | 'exception'>, dice: Dice): Verb {
  const chance = dice.upTo(100);
  if (chance < 3) return dice.one([...rare]);
  if (chance < 40) return dice.one(delivery ? whatFits[delivery.status] : (['ScheduleDelivery'] as const));
  if (chance < 60 && exception && !exception.closed) return dice.one(whatHelps);
  return dice.one(usual);
}

function actorFor(type: Verb, order: KnownOrder, dice: Dice): Actor {
  if (byProcess.has(type)) return { kind: 'process', id: 'model' };
  if (byLink.has(type) && dice.percent(40)) return { kind: 'customerLink', id: 'link' };
  if (dice.percent(4)) return { kind: 'import', id: 'model' };
  if (settling.has(type) && dice.percent(80)) return { kind: 'staff', id: dice.one(['gao.feng', 'admin']) };
  return { kind: 'staff', id: dice.percent(60) ? order.ownerId : dice.one(everybody) };
}

/** Now and then an import that has more to tell. */
const placing = (dice: Dice): Actor =>
  dice.percent(5) ? { kind: 'import', id: 'model' } : { kind: 'staff', id: 'chen.jing' };

/** Something that somebody may want of an order as it is. */
export function wish(orderId: string, state: Order, now: Instant, dice: Dice): Wish {
  const order = state.status === 'none' ? undefined : state;
  const deliveries = order?.deliveries ?? [];
  const live = deliveries.filter(({ status }) => status !== 'cancelled' && status !== 'signed');
  const open = (order?.exceptions ?? []).filter(({ closed }) => !closed);
  const cast: Cast = {
    ...{ dice, now, order: order ?? ({ lines, amendments: [], deliveries: [] } as unknown as KnownOrder) },
    delivery: live.length > 0 && dice.percent(90) ? dice.one(live) : deliveries.at(-1),
    exception: open.length > 0 && dice.percent(90) ? dice.one(open) : order?.exceptions.at(-1),
    next: deliveries.length + 1 - (dice.percent(10) ? 1 : 0),
    words: dice.one(['一', '二']),
    somebody: () => dice.one(everybody),
    happenedAt: new Date(Date.parse(now) - dice.upTo(40) * 3_600_000).toISOString(),
    day: dayAfter(dayOf(now), dice.upTo(12) - 1),
  };
  const type = order ? verbFor(cast, dice) : 'PlaceOrder';
  const actor = order ? actorFor(type, order, dice) : placing(dice);
  const more = !order && actor.kind === 'import' && { moreToTell: true };
  const intention = { type, orderId, ...wishes[type](cast), ...more } as unknown as Intention<AnyOrderCommand>;
  return { intention, actor };
}
