import { authorise, ensure, ensureFound, same } from '@dealtrail/event-sourcing';
import { addMoney, money, sameMoney } from '@dealtrail/money';
import { completing } from './completing.js';
import { declared } from './declaring.js';
import { customerWord, happened, sameTime } from './delivery-rules.js';
import { limitsAt } from './milestone-clock.js';
import { overdueBy } from './milestone-overdue.js';
import { followersAndOperations } from './order-placing.commands.js';
import { deliveryOf, doerOf, exceptionOf, existing, underway, whom, type OrderRules } from './order-rules.js';
import type { OrderException } from './order.fold.js';

const mostExceptions = 200;

/** What goes wrong, and what is done about it until everybody is content (R082–R085); a cancelled order's go on. */
export const exceptionRules: OrderRules<
  | 'DeclareOrderException'
  | 'ApologiseToCustomer'
  | 'OfferAlternative'
  | 'AnswerAlternative'
  | 'AssignExceptionTask'
  | 'CompleteExceptionTask'
  | 'CloseOrderException'
> = {
  DeclareOrderException: (command, state, known) => {
    const { exceptionId, delivery, kind, description, metadata } = command;
    const order = existing(state);
    const before = order.exceptions.find((one) => one.exceptionId === exceptionId);
    if (before) {
      const said = [before.delivery, before.kind, before.description];
      const isRepeated = same(said, [delivery, kind, description]) && sameTime(command, before.happenedAt);
      ensure(isRepeated, 'exception-already-declared');
      return [];
    }
    underway(order);
    if (delivery !== undefined) deliveryOf(order, delivery);
    ensure(order.exceptions.length < mostExceptions, 'too-many-exceptions', { most: mostExceptions });
    const by = doerOf(metadata, order.ownerId);
    const happenedAt = happened(command);
    return [declared(order, { exceptionId, delivery, kind, description, by, happenedAt }, metadata, known)];
  },

  ApologiseToCustomer: (command, state, known) => {
    const { exceptionId, channel, text, metadata } = command;
    const order = existing(state);
    const exception = exceptionOf(order, exceptionId);
    const by = doerOf(metadata, order.ownerId);
    const { apology } = exception;
    if (apology) {
      const isRepeated =
        same([apology.by, apology.channel, apology.text], [by, channel, text]) && sameTime(command, apology.happenedAt);
      ensure(isRepeated, 'already-apologised');
      return [];
    }
    goingOn(exception);
    const data = { ...whom(order), exceptionId, by, channel, text, happenedAt: happened(command) };
    return [...overdueBy(order, [`response/${exceptionId}`], metadata, known), { type: 'CustomerApologised', data }];
  },

  OfferAlternative: ({ exceptionId, alternative: n, kind, description, cost, metadata }, state, known) => {
    const order = existing(state);
    const exception = exceptionOf(order, exceptionId);
    const before = exception.alternatives.find(({ alternative }) => alternative === n);
    if (before) {
      const isRepeated = before.kind === kind && before.description === description && sameMoney(before.cost, cost);
      ensure(isRepeated, 'alternative-already-offered');
      return [];
    }
    goingOn(exception);
    const next = exception.alternatives.length + 1;
    ensure(n === next, 'alternative-not-next', { next });
    const { policy, version } = limitsAt(known, metadata.occurredAt);
    const catalogue = policy.alternatives.map(({ id }) => id);
    ensure(catalogue.includes(kind), 'alternative-unknown', { catalogue });
    const { currency } = order;
    ensure(cost.currency === currency, 'currencies-differ', { currency });
    const by = doerOf(metadata, order.ownerId);
    const offered = { exceptionId, alternative: n, kind, description, cost, by, policy: version };
    return [
      ...overdueBy(order, [`response/${exceptionId}`], metadata, known),
      { type: 'AlternativeOffered', data: { ...whom(order), ...offered } },
    ];
  },

  AnswerAlternative: (command, state) => {
    const { exceptionId, alternative: n, answer, reason } = command;
    const order = existing(state);
    const exception = exceptionOf(order, exceptionId);
    const offered = exception.alternatives.find(({ alternative }) => alternative === n);
    ensureFound(offered, 'alternative-not-found');
    const word = customerWord(command, order);
    if (offered.answer) {
      ensure(offered.answer === answer, 'alternative-already-answered', { answer: offered.answer });
      return [];
    }
    goingOn(exception);
    const about = { ...whom(order), exceptionId, ...word, alternative: n };
    return answer === 'accepted'
      ? [{ type: 'AlternativeAccepted', data: { ...about, cost: offered.cost } }]
      : [{ type: 'AlternativeDeclined', data: { ...about, reason } }];
  },

  AssignExceptionTask: (command, state, { staff }) => {
    const { exceptionId, task: n, department, assigneeId, description, dueOn, metadata } = command;
    const order = existing(state);
    const exception = exceptionOf(order, exceptionId);
    const asked = { task: n, department, assigneeId, description, dueOn };
    const before = exception.tasks.find(({ task }) => task === n);
    if (before) {
      const { result: _, ...assigned } = before;
      ensure(same(assigned, asked), 'task-already-assigned');
      return [];
    }
    goingOn(exception);
    const next = exception.tasks.length + 1;
    ensure(n === next, 'task-not-next', { next });
    ensure(staff.isActive(assigneeId), 'assignee-not-active', { assigneeId });
    const by = doerOf(metadata, order.ownerId);
    return [{ type: 'ExceptionTaskAssigned', data: { ...whom(order), exceptionId, ...asked, by } }];
  },

  CompleteExceptionTask: ({ exceptionId, task: n, result, metadata }, state, { staff }) => {
    const order = existing(state);
    const { actor } = metadata;
    const assigned = exceptionOf(order, exceptionId).tasks.find(({ task }) => task === n);
    ensureFound(assigned, 'task-not-found');
    const isTheirs = actor.kind === 'staff' && actor.id === assigned.assigneeId;
    // A task of the order opens the command to its assignee; that of somebody else only to who follows the order.
    if (!isTheirs)
      authorise({ roles: followersAndOperations, kinds: ['import'] }, actor, { owners: [order.ownerId] }, staff);
    if (assigned.result !== undefined) {
      ensure(assigned.result === result, 'task-already-completed');
      return [];
    }
    const by = metadata.actor.kind === 'import' ? assigned.assigneeId : doerOf(metadata, order.ownerId);
    return [{ type: 'ExceptionTaskCompleted', data: { ...whom(order), exceptionId, task: n, by, result } }];
  },

  CloseOrderException: ({ exceptionId, result, metadata }, state, known) => {
    const order = existing(state);
    const { closed, apology, alternatives, tasks } = exceptionOf(order, exceptionId);
    if (closed) {
      ensure(closed.result === result, 'exception-closed');
      return [];
    }
    const accepted = alternatives.filter(({ answer }) => answer === 'accepted');
    ensure(apology, 'exception-not-apologised');
    ensure(accepted.length > 0, 'alternative-not-accepted');
    ensure(tasks.length > 0, 'task-missing');
    const open = tasks.filter((task) => task.result === undefined).map(({ task }) => task);
    ensure(open.length === 0, 'task-open', { tasks: open });
    const cost = accepted.map((one) => one.cost).reduce(addMoney, money(0, order.currency));
    const by = doerOf(metadata, order.ownerId);
    return completing(
      order,
      [{ type: 'OrderExceptionClosed', data: { ...whom(order), exceptionId, by, result, cost } }],
      metadata,
      known,
    );
  },
};

function goingOn({ closed }: OrderException): void {
  ensure(!closed, 'exception-closed');
}
