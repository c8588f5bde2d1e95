import { authorise, decide, operationOf } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { dailyCheckCommands } from './daily-check.commands.js';
import { dailyCheck } from './daily-check.decider.js';
import { asked, at, closed, known, opened, reminded } from './testing/daily-check-facts.js';

const given = specification(dailyCheck, known);

describe('OpenDailyCheck', () => {
  it('opens a workday at its start, a Saturday worked instead too', () => {
    given()
      .when(asked('OpenDailyCheck', '2025-10-09', at('10-09 00:00')))
      .then(opened('10-09'));
    given()
      .when(asked('OpenDailyCheck', '2025-10-11', at('10-13 08:00')))
      .then(opened('10-11'));
  });
  it('says of a holiday that it demands none', () =>
    given()
      .when(asked('OpenDailyCheck', '2025-10-01', at('10-01 00:00')))
      .then(opened('10-01', false)));
  it('bears a clock that is a little behind the one of the schedule', () =>
    given()
      .when(asked('OpenDailyCheck', '2025-10-09', at('10-08 23:59')))
      .then(opened('10-09')));
  it('stays quiet when it is open or over', () => {
    const again = asked('OpenDailyCheck', '2025-10-09', at('10-09 00:01'));
    given(opened('10-09')).when(again).thenNothing();
    given(opened('10-09'), closed).when(again).thenNothing();
  });
  it('refuses a day that has not begun', () =>
    given()
      .when(asked('OpenDailyCheck', '2025-10-09', at('10-08 23:58')))
      .thenRefuses('day-not-begun'));
});

describe('RemindDailyCheck', () => {
  const remind = asked('RemindDailyCheck', '2025-10-09', at('10-09 16:00'));
  it('reminds once on a workday', () => given(opened('10-09')).when(remind).then(reminded));
  it('opens a day whose start was missed', () => {
    given().when(remind).then(opened('10-09'), reminded);
    given()
      .when(asked('RemindDailyCheck', '2025-10-09', at('10-10 00:00')))
      .then(opened('10-09'));
  });
  it('stays quiet when it was said, on a day off, and when the day is over', () => {
    given(opened('10-09'), reminded).when(remind).thenNothing();
    given(opened('10-01', false))
      .when(asked('RemindDailyCheck', '2025-10-01', at('10-01 16:00')))
      .thenNothing();
    given(opened('10-09'))
      .when(asked('RemindDailyCheck', '2025-10-09', at('10-10 00:00')))
      .thenNothing();
    given(opened('10-09'), closed).when(remind).thenNothing();
  });
  it('refuses a day that has not begun', () =>
    given()
      .when(asked('RemindDailyCheck', '2025-10-09', at('10-08 16:00')))
      .thenRefuses('day-not-begun'));
});

describe('CloseDailyCheck', () => {
  it('closes a day at its end, however late it comes, without whoever went on leave after it', () => {
    for (const late of ['10-10 00:00', '10-16 09:30'])
      given(opened('10-09'), reminded)
        .when(asked('CloseDailyCheck', '2025-10-09', at(late)))
        .then(closed);
  });
  it('says who answers for whom of those in sales who were away', () => {
    const close = asked('CloseDailyCheck', '2026-03-03', '2026-03-03T16:00:00.000Z');
    const facts = decide(dailyCheck, close, undefined, known);
    expect(facts.at(-1)?.data).toMatchObject({
      standIns: [
        { staffId: 'li.na', standInId: 'wang.wei' },
        { staffId: 'sun.li', standInId: 'zhao.min' },
      ],
    });
  });
  it('opens and closes a day that was missed altogether', () =>
    given()
      .when(asked('CloseDailyCheck', '2025-10-09', at('10-12 09:30')))
      .then(opened('10-09'), closed));
  it('stays quiet when it is closed', () =>
    given(opened('10-09'), closed)
      .when(asked('CloseDailyCheck', '2025-10-09', at('10-10 00:05')))
      .thenNothing());
  it('refuses a day that is not over', () =>
    given(opened('10-09'))
      .when(asked('CloseDailyCheck', '2025-10-09', at('10-09 23:58')))
      .thenRefuses('day-not-over'));
});

it('is moved by the schedule only', () => {
  for (const type of dailyCheckCommands) {
    const { allow } = operationOf(type) ?? { allow: { roles: {} } };
    const may = (actor: Parameters<typeof authorise>[1]) => () => authorise(allow, actor, { owners: [] }, known.staff);
    expect(may({ kind: 'process', id: 'dailyCheck' })).not.toThrow();
    expect(may({ kind: 'staff', id: 'admin' })).toThrow('role-not-permitted');
  }
});
