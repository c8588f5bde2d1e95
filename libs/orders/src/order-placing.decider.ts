import { authorise, ensure, ensureAllowed, ensureFound, personOf, same, shortNumber } from '@dealtrail/event-sourcing';
import { dayAfter, dayOf, startOfDay } from '@dealtrail/calendar';
import { ensureMayOwn } from '@dealtrail/staff';
import { acknowledgements, departmentRole } from './acknowledging.js';
import { sumOf } from './amending.js';
import { limitsAt } from './milestone-clock.js';
import { overdueBy } from './milestone-overdue.js';
import { followers } from './order-placing.commands.js';
import { doerOf, existing, partsAsked, running, underway, whom, type OrderRules } from './order-rules.js';

/** From the placed order on: what is told, checked, held and cancelled (R069, R072, R073). */
export const placingRules: OrderRules<
  | 'PlaceOrder'
  | 'AcknowledgeOrder'
  | 'CheckOrderStatus'
  | 'HoldOrder'
  | 'ReleaseOrder'
  | 'EndOrderImport'
  | 'CancelOrder'
> = {
  PlaceOrder: ({ type: _, metadata, ...asked }, state, known) => {
    const { orderId, contractId, dealId, customerId, lines, value, source, dataQuality, moreToTell } = asked;
    const { history, occurredAt, actor } = metadata;
    const limits = limitsAt(known, occurredAt);
    const today = dayOf(occurredAt, limits.zone);
    const askedOwner = asked.ownerId ?? personOf(metadata);
    // Nobody asks a process for another owner: of who has just left the superior takes it.
    const isHanded = actor.kind === 'process' && !known.staff.isActive(askedOwner);
    const ownerId = (isHanded ? known.staff.superiorOf(askedOwner) : undefined) ?? askedOwner;
    const to = { orderId, number: shortNumber(orderId), contractId, dealId, customerId, ownerId };
    const { currency } = value;
    const order = { orderNumber: asked.orderNumber, currency, lines, value, dataQuality, moreToTell, source };
    const placedOn = asked.placedOn ?? (history ? undefined : today);
    if (state.status !== 'none') {
      const { placedBy: _by, policy: _policy, ...placed } = state.placed;
      const again = {
        ...{ ...to, ...order },
        ownerId: actor.kind === 'process' ? placed.ownerId : ownerId,
        placedOn: asked.placedOn ?? placed.placedOn,
      };
      ensure(same(placed, again), 'order-already-placed');
      return [];
    }
    ensure(history || (dataQuality ?? moreToTell) === undefined, 'data-quality-is-for-imports');
    const sum = sumOf(lines, currency);
    ensure(sum.amount === value.amount, 'value-differs', { sum: sum.amount, value: value.amount });
    // A source may say it was ordered after it was delivered: kept as it stands, and flagged with the delivery.
    ensure(history || placedOn === undefined || placedOn <= today, 'placed-in-the-future');
    if (actor.kind !== 'process') ensureMayOwn(known.staff, ownerId);
    const placed = { ...to, placedBy: doerOf(metadata, ownerId), ...order, placedOn, policy: limits.version };
    if (history) return [{ type: 'OrderPlaced', data: placed }];
    const opened = acknowledgements(orderId, ownerId, occurredAt, limits, known);
    return [
      { type: 'OrderPlaced', data: placed },
      { type: 'OrderSchedulingRequested', data: { ...to, opened } },
    ];
  },

  AcknowledgeOrder: ({ department, note, metadata }, state, known) => {
    const order = existing(state);
    const milestone = order.milestones.find((one) => one.milestone === `acknowledgement/${department}`);
    ensureFound(milestone, 'department-not-asked');
    const by = metadata.actor.kind === 'import' ? milestone.responsibleId : personOf(metadata);
    const key = metadata.actor.kind === 'apiKey' ? known.staff.apiKey(by)?.role : undefined;
    const roles = key ? [key] : (known.staff.rolesOf(by) ?? []);
    const given = order.acknowledged.find((one) => one.department === department);
    const isTheirs = by === milestone.responsibleId || by === milestone.escalatedTo || by === given?.by;
    ensureAllowed(
      isTheirs || roles.includes(departmentRole[department]) || roles.includes('admin'),
      'not-in-department',
    );
    if (given) {
      ensure(given.by === by && same(given.note, note), 'order-already-acknowledged', { by: given.by });
      return [];
    }
    underway(order);
    return [
      ...overdueBy(order, [milestone.milestone], metadata, known),
      { type: 'OrderAcknowledged', data: { ...whom(order), department, by, note } },
    ];
  },

  CheckOrderStatus: ({ day: asked, note, metadata }, state, known) => {
    const order = existing(state);
    const { actor, occurredAt } = metadata;
    const { ownerId } = order;
    if (actor.kind !== 'staff' || known.staff.person(ownerId)?.deputy !== actor.id)
      authorise({ roles: followers, kinds: ['import'] }, actor, { owners: [ownerId] }, known.staff);
    const { zone } = limitsAt(known, occurredAt);
    const today = dayOf(occurredAt, zone);
    const day = asked ?? today;
    if (order.checks.some((check) => check.day === day && same(check.note, note))) return [];
    ensure(day <= today, 'checked-in-the-future');
    underway(order);
    const late = occurredAt >= startOfDay(dayAfter(day), zone);
    return [{ type: 'OrderStatusChecked', data: { ...whom(order), day, by: doerOf(metadata, ownerId), note, late } }];
  },

  HoldOrder: ({ reason, metadata }, state) => {
    const order = underway(state);
    if (order.status === 'held') {
      ensure(order.heldFor === reason, 'order-held');
      return [];
    }
    return [{ type: 'OrderHeld', data: { ...whom(order), by: doerOf(metadata, order.ownerId), reason } }];
  },

  ReleaseOrder: ({ metadata }, state) => {
    const order = underway(state);
    if (order.status === 'open') return [];
    return [{ type: 'OrderReleased', data: { ...whom(order), by: doerOf(metadata, order.ownerId) } }];
  },

  EndOrderImport: ({ metadata }, state) => {
    const order = existing(state);
    if (!order.moreToTell) return [];
    return [{ type: 'OrderImportEnded', data: { ...whom(order), by: doerOf(metadata, order.ownerId) } }];
  },

  CancelOrder: ({ reason, metadata }, state, known) => {
    const order = existing(state);
    if (order.status === 'cancelled') {
      ensure(order.cancelledFor === reason, 'order-cancelled');
      return [];
    }
    ensure(
      order.deliveries.every(({ delivered }) => delivered === undefined),
      'order-already-delivered',
    );
    ensure(order.status !== 'completed', 'order-completed');
    const superseded = running(order).map(({ milestone }) => milestone);
    const parts = partsAsked(order);
    const data = { ...whom(order), by: doerOf(metadata, order.ownerId), reason, superseded };
    const cancelled = { ...data, ...(parts.length > 0 && { parts }) };
    return [...overdueBy(order, superseded, metadata, known), { type: 'OrderCancelled', data: cancelled }];
  },
};
