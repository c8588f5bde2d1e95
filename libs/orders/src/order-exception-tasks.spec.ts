import { specification } from '@dealtrail/event-sourcing/testing';
import { order } from './order.decider.js';
import { asked, by, byImport, companyWith, known } from './testing/order-company.js';
import {
  accepted,
  apologised,
  attached,
  closed,
  cny,
  confirmed,
  declared,
  delivered,
  documentsCompleted,
  exceptionId,
  offered,
  orderId,
  placed,
  scheduled,
  signedOff,
  taskAssigned,
  taskCompleted,
  whom,
} from './testing/order-facts.js';

const given = specification(order, known);
const later = '2026-05-20T08:00:00.000Z';
const trouble = [placed, scheduled, declared];
const inTrouble = given(...trouble, taskAssigned);

describe('AssignExceptionTask', () => {
  const { department, assigneeId, description, dueOn } = taskAssigned.data;
  const assign = {
    type: 'AssignExceptionTask',
    ...{ orderId, exceptionId, task: 1 },
    ...{ department, assigneeId, description, dueOn },
  } as const;
  it('asks a department for help, by a person (R085)', () =>
    given(...trouble)
      .when(asked(assign, by('li.na', later)))
      .then(taskAssigned));
  it('asks for one after another', () =>
    inTrouble.when(asked({ ...assign, task: 2, assigneeId: 'qin.tao' }, by('li.na', later))).then({
      ...taskAssigned,
      data: { ...taskAssigned.data, task: 2, assigneeId: 'qin.tao' },
    }));
  it('stays quiet when it is assigned, done or not, and the person gone or not', () => {
    inTrouble.when(asked(assign, by('wang.wei', later))).thenNothing();
    specification(order, companyWith({ 'fu.gang': { active: false } }))(...trouble, taskAssigned, taskCompleted, closed)
      .when(asked(assign, by('li.na', later)))
      .thenNothing();
  });
  it.each([
    ['task-already-assigned', { ...assign, assigneeId: 'qin.tao' }, [declared, taskAssigned]],
    ['task-not-next', { ...assign, task: 2 }, [declared]],
    ['assignee-not-active', { ...assign, assigneeId: 'nobody' }, [declared]],
    ['exception-closed', assign, [declared, closed]],
    ['exception-not-found', assign, []],
  ] as const)('refuses %s', (code, command, facts) =>
    given(placed, scheduled, ...facts)
      .when(asked(command, by('li.na', later)))
      .thenRefuses(code),
  );
});

describe('CompleteExceptionTask', () => {
  const { result } = taskCompleted.data;
  const complete = { type: 'CompleteExceptionTask', orderId, exceptionId, task: 1, result } as const;
  it('says what came of it: the person it was assigned to, whatever their post', () => {
    inTrouble.when(asked(complete, by('fu.gang', later))).then(taskCompleted);
    const technical = { ...taskAssigned, data: { ...taskAssigned.data, assigneeId: 'qin.tao' } };
    given(...trouble, technical)
      .when(asked(complete, by('qin.tao', later)))
      .then({ ...taskCompleted, data: { ...taskCompleted.data, by: 'qin.tao' } });
  });
  it('lets who follows the order, and an import, say it for them', () => {
    const byOwner = { ...taskCompleted, data: { ...taskCompleted.data, by: 'li.na' } };
    inTrouble.when(asked(complete, by('li.na', later))).then(byOwner);
    inTrouble.when(asked(complete, byImport(later))).then(taskCompleted);
  });
  it('stays quiet when that came of it', () =>
    given(...trouble, taskAssigned, taskCompleted, closed)
      .when(asked(complete, by('fu.gang', later)))
      .thenNothing());
  it.each([
    ['task-already-completed', { ...complete, result: '未能改派' }, 'fu.gang', [taskAssigned, taskCompleted]],
    ['task-not-found', { ...complete, task: 2 }, 'fu.gang', [taskAssigned]],
    ['role-not-permitted', complete, 'qin.tao', [taskAssigned]],
    ['out-of-reach', complete, 'wang.wei', [taskAssigned]],
  ] as const)('refuses %s', (code, command, who, facts) =>
    given(...trouble, ...facts)
      .when(asked(command, by(who, later)))
      .thenRefuses(code),
  );
});

describe('CloseOrderException', () => {
  const { result } = closed.data;
  const close = { type: 'CloseOrderException', orderId, exceptionId, result } as const;
  const settled = [apologised, offered, accepted, taskAssigned, taskCompleted];
  it('closes with apology, accepted alternative and every task done, and says what it cost (G-041)', () =>
    given(...trouble, ...settled)
      .when(asked(close, by('li.na', later)))
      .then(closed));
  it('adds up what was accepted, not what was offered', () => {
    const second = { ...offered, data: { ...offered.data, alternative: 2, cost: cny(5_000) } };
    const third = { ...offered, data: { ...offered.data, alternative: 3, cost: cny(700) } };
    const andThird = { ...accepted, data: { ...accepted.data, alternative: 3, cost: cny(700) } };
    given(...trouble, ...settled, second, third, andThird)
      .when(asked(close, by('li.na', later)))
      .then({ ...closed, data: { ...closed.data, cost: cny(30_700) } });
  });
  it('completes an order of which nothing else is left', () =>
    given(placed, scheduled, confirmed, attached, documentsCompleted, delivered, declared, signedOff, ...settled)
      .when(asked(close, by('li.na', later)))
      .then(closed, { type: 'OrderCompleted', data: whom }));
  it('stays quiet when it is closed so', () =>
    given(...trouble, ...settled, closed)
      .when(asked(close, by('chen.jing', later)))
      .thenNothing());
  it.each([
    ['exception-not-apologised', [declared, offered, accepted, taskAssigned, taskCompleted]],
    ['alternative-not-accepted', [declared, apologised, offered, taskAssigned, taskCompleted]],
    ['alternative-not-accepted', [declared, apologised, taskAssigned, taskCompleted]],
    ['task-missing', [declared, apologised, offered, accepted]],
    ['task-open', [declared, apologised, offered, accepted, taskAssigned]],
    ['exception-closed', [declared, { ...closed, data: { ...closed.data, result: '不了了之' } }]],
    ['exception-not-found', []],
  ] as const)('refuses %s', (code, facts) =>
    given(placed, scheduled, ...facts)
      .when(asked(close, by('li.na', later)))
      .thenRefuses(code),
  );
});
