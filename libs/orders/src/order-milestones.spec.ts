import { specification } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import type { OrderEvent } from './order.events.js';
import { asked, byProcess, companyWith, known } from './testing/order-company.js';
import {
  amendmentRequested,
  breach,
  cancelled,
  confirmation,
  confirmed,
  declared,
  documentsCompleted,
  dueSoon,
  escalated,
  milestonesReassigned,
  orderId,
  placed,
  placedNow,
  reassigned,
  rescheduled,
  response,
  scheduled,
  taskAssigned,
} from './testing/order-facts.js';

const given = specification(order, known);
const { dueAt, warnings } = confirmation.clock;
const [at = ''] = warnings;

describe('RemindOrderMilestone', () => {
  const remind = { type: 'RemindOrderMilestone', orderId, milestone: 'confirmation/1', at, dueAt } as const;
  it('puts the warning on record', () =>
    given(placed, scheduled)
      .when(asked(remind, byProcess(at)))
      .then(dueSoon(confirmation)));
  it('stays quiet when it is on record, ended, planned anew, too late or not planned at all', () => {
    for (const facts of [[dueSoon(confirmation)], [confirmed], [rescheduled], [cancelledAll]])
      given(placed, scheduled, ...facts)
        .when(asked(remind, byProcess(at)))
        .thenNothing();
    given(placed, scheduled)
      .when(asked(remind, byProcess('2026-05-17T01:00:00.001Z')))
      .thenNothing();
    given(placed, scheduled)
      .when(asked({ ...remind, at: '2026-05-16T01:00:00.001Z' }, byProcess(at)))
      .thenNothing();
  });
  it('refuses an order that does not exist', () =>
    given()
      .when(asked(remind, byProcess(at)))
      .thenRefuses('order-not-found'));
});

const cancelledAll: OrderEvent = {
  ...cancelled,
  data: { ...cancelled.data, superseded: ['confirmation/1', 'documents/1'] },
};

describe('RecordOrderMilestoneOverdue', () => {
  const record = { type: 'RecordOrderMilestoneOverdue', orderId, milestone: 'confirmation/1', dueAt } as const;
  it('puts breach and escalation on record at the due instant, whenever it comes', () =>
    given(placed, scheduled)
      .when(asked(record, byProcess('2026-05-19T01:00:00.000Z')))
      .then(breach(confirmation), escalated(confirmation, 'zhao.min')));
  it('tells a director as well of what a customer of grade A waits for, once', () => {
    const late = { ...record, milestone: response.milestone, dueAt: response.clock.dueAt, toDirector: true };
    given(placed, scheduled, declared)
      .when(asked(late, byProcess(response.clock.dueAt)))
      .then(breach(response), escalated(response, 'zhao.min'), escalated(response, 'gao.feng'));
    const flat = specification(order, companyWith({ 'li.na': { unitId: undefined } }));
    flat(placed, scheduled, declared)
      .when(asked(late, byProcess(response.clock.dueAt)))
      .then(breach(response), escalated(response, 'gao.feng'));
  });
  it('says who was late also where nobody is above them', () => {
    const alone = specification(
      order,
      companyWith({ 'li.na': { unitId: undefined }, 'gao.feng': undefined, admin: undefined }),
    );
    alone(placed, scheduled)
      .when(asked(record, byProcess(dueAt)))
      .then(breach(confirmation));
  });
  it('stays quiet when it is on record, ended, planned anew or superseded', () => {
    for (const facts of [[breach(confirmation)], [confirmed], [rescheduled], [cancelledAll]])
      given(placed, scheduled, ...facts)
        .when(asked(record, byProcess(dueAt)))
        .thenNothing();
  });
  it('refuses an order that does not exist', () =>
    given()
      .when(asked(record, byProcess(dueAt)))
      .thenRefuses('order-not-found'));
});

describe('ReassignOrder', () => {
  const reassign = { type: 'ReassignOrder', orderId, from: 'li.na', position: 4711 } as const;
  const left = specification(order, companyWith({ 'li.na': { active: false } }));
  it('gives the order of who has left to their superior, with the promises that were theirs', () => {
    left(...placedNow)
      .when(asked(reassign, byProcess()))
      .then(reassigned);
    left(placed, scheduled)
      .when(asked(reassign, byProcess()))
      .then({
        ...reassigned,
        data: { ...reassigned.data, milestones: ['confirmation/1'], others: ['documents/1'] },
      } as OrderEvent);
  });
  it('names the exceptions that are open, whose owner it changes as well', () =>
    left(placed, scheduled, documentsCompleted, confirmed, declared)
      .when(asked(reassign, byProcess()))
      .then({
        ...reassigned,
        data: {
          ...reassigned.data,
          milestones: [response.milestone],
          others: [],
          exceptions: [declared.data.exceptionId],
        },
      } as OrderEvent));
  it('names what else of it waits: tasks and a change that was asked for', () =>
    left(placed, amendmentRequested, declared, taskAssigned)
      .when(asked(reassign, byProcess()))
      .then({
        ...reassigned,
        data: {
          ...reassigned.data,
          milestones: [response.milestone],
          others: [],
          exceptions: [declared.data.exceptionId],
          parts: ['amendment/1', `task/${declared.data.exceptionId}/1`],
        },
      } as OrderEvent));
  it('leaves it to who had it then that it was late', () =>
    left(placed, scheduled)
      .when(asked(reassign, byProcess('2026-05-18T01:00:00.000Z')))
      .then(breach(confirmation), escalated(confirmation, 'zhao.min'), {
        ...reassigned,
        data: { ...reassigned.data, milestones: ['confirmation/1'], others: ['documents/1'] },
      } as OrderEvent));
  it('gives the promises of who has left on where they do not own the order', () => {
    const technician = { ...reassign, from: 'qin.tao' };
    const given = specification(order, companyWith({ 'qin.tao': { active: false } }));
    given(placed, scheduled).when(asked(technician, byProcess())).then(milestonesReassigned);
    given(placed, scheduled, documentsCompleted).when(asked(technician, byProcess())).thenNothing();
  });
  it('stays quiet when the owner is here, another one owns it, or it is over', () => {
    given(...placedNow)
      .when(asked(reassign, byProcess()))
      .thenNothing();
    left(...placedNow, reassigned)
      .when(asked(reassign, byProcess()))
      .thenNothing();
    left(...placedNow, cancelled)
      .when(asked(reassign, byProcess()))
      .thenNothing();
  });
  it('refuses when nobody is left, and an order that does not exist', () => {
    const nobody = specification(
      order,
      companyWith({
        ...{ 'li.na': { active: false, unitId: undefined } },
        ...{ 'gao.feng': undefined, admin: undefined },
      }),
    );
    nobody(...placedNow)
      .when(asked(reassign, byProcess()))
      .thenRefuses('nobody-to-hand-over-to');
    given().when(asked(reassign, byProcess())).thenRefuses('order-not-found');
  });
});
