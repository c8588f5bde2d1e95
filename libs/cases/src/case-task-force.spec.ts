import { specification } from '@dealtrail/event-sourcing/testing';
import { caseDecider } from './case.decider.js';
import type { CaseEvent } from './case.events.js';
import { asked, by, byImport, companyWith, days, hours, known, minutes } from './testing/case-company.js';
import {
  after,
  breach,
  caseId,
  closed,
  confirmed,
  ended,
  escalated,
  fact,
  forceChanged,
  forceEnded,
  formed,
  merged,
  reopened,
  reported,
  resolved,
  responded,
  solution,
  suggested,
  solutionGiven,
  sync,
  synced,
  waited,
} from './testing/case-facts.js';

const given = specification(caseDecider, known);
/** Whatever was promised is kept, and nothing runs but the task force. */
const quiet = [reported, responded, solutionGiven, waited] as const;
const form = { type: 'FormTaskForce', caseId, reason: '三次維修未解決', members: ['qin.tao'] } as const;
const luoJia = (occurredAt: string) => by('luo.jia', occurredAt);

describe('FormTaskForce', () => {
  const ask = (change: object = {}, who = luoJia(minutes(60))) =>
    asked({ ...form, members: [...form.members], ...change }, who);

  it('joins the technical team to its owner, who owes the customer a word every week', () =>
    given(reported, responded).when(ask()).then(formed));
  it('is led by whom it names, with everybody once', () =>
    given(reported, responded)
      .when(ask({ leadId: 'qin.tao', members: ['qin.tao', 'ma.chao'] }, by('he.ping', minutes(60))))
      .then(
        fact('TaskForceFormed', {
          ...formed.data,
          ...{ by: 'he.ping', leadId: 'qin.tao', members: ['qin.tao', 'ma.chao'] },
          clocks: [sync(1, after(60), 'qin.tao')],
        }),
      ));
  it('brings along what was missed by then', () =>
    given(reported, responded, formed, closed, forceEnded, reopened, suggested)
      .when(ask({}, luoJia(hours(25))))
      .then(breach(solution), escalated(solution, 'gao.feng', 'salesManager'), again(2, hours(25))));
  it('may be formed anew once the case is open again; its words go on counting', () =>
    given(...quiet, formed, closed, forceEnded, reopened)
      .when(ask({}, luoJia(hours(25))))
      .then(again(2, hours(25))));
  it('stays quiet about the same people again', () => given(reported, responded, formed).when(ask()).thenNothing());
  it('refuses a second one, whoever is not there, one without the technical team, and cases that are over', () => {
    given(reported, responded, formed)
      .when(ask({ members: ['ma.chao'] }))
      .thenRefuses('task-force-exists');
    given(reported)
      .when(ask({ members: ['qin.tao', 'nobody'] }))
      .thenRefuses('member-not-active');
    given(reported)
      .when(ask({ leadId: 'nobody' }))
      .thenRefuses('member-not-active');
    given(reported)
      .when(ask({ leadId: 'mo.qing' }))
      .thenRefuses('person-only-reads');
    given(reported)
      .when(ask({ members: ['xu.fang'] }))
      .thenRefuses('no-technical-member');
    given(reported, closed).when(ask()).thenRefuses('case-closed');
    given(reported, merged).when(ask()).thenRefuses('case-merged');
    given().when(ask()).thenRefuses('case-not-found');
  });
});

const again = (n: number, at: string): CaseEvent => fact('TaskForceFormed', { ...formed.data, clocks: [sync(n, at)] });

describe('ChangeTaskForce', () => {
  const ask = (change: object, who = luoJia(minutes(90))) => asked({ type: 'ChangeTaskForce', caseId, ...change }, who);

  it('takes people in', () =>
    given(reported, responded, formed)
      .when(ask({ add: ['ma.chao'] }))
      .then(forceChanged));
  it('lets people go and gives the lead, and the word of this week with it, to another', () =>
    given(reported, responded, formed, forceChanged)
      .when(ask({ remove: ['luo.jia', 'qin.tao'], leadId: 'ma.chao' }))
      .then(
        fact('TaskForceChanged', {
          ...forceChanged.data,
          ...{ leadId: 'ma.chao', members: ['ma.chao'], added: [], removed: ['luo.jia', 'qin.tao'] },
          clocks: [{ change: 'given', clock: 'sync/1', to: 'ma.chao' }],
        }),
      ));
  it('stays quiet about who is in it, or is not', () =>
    given(reported, responded, formed)
      .when(ask({ add: ['qin.tao'], remove: ['ma.chao'], leadId: 'luo.jia' }))
      .thenNothing());
  it('refuses to lose its lead or the technical team, who is not there, and what does not exist', () => {
    const there = given(reported, responded, formed);
    there.when(ask({ remove: ['luo.jia'] })).thenRefuses('lead-not-member');
    there.when(ask({ remove: ['qin.tao'] })).thenRefuses('no-technical-member');
    there.when(ask({ add: ['nobody'] })).thenRefuses('member-not-active');
    given(reported, responded)
      .when(ask({ add: ['ma.chao'] }))
      .thenRefuses('no-task-force');
    given(reported, responded, formed, closed, forceEnded)
      .when(ask({ add: ['ma.chao'] }))
      .thenRefuses('case-closed');
    given(reported, formed, closed, forceEnded, reopened)
      .when(ask({ add: ['ma.chao'] }))
      .thenRefuses('no-task-force');
  });
  it('counts whoever has left as nobody of the technical team', () =>
    specification(caseDecider, companyWith({ 'qin.tao': { active: false } }))(reported, responded, formed)
      .when(ask({ add: ['xu.fang'] }))
      .thenRefuses('no-technical-member'));
});

describe('SyncProgress', () => {
  const word = { type: 'SyncProgress', caseId, channel: 'hotline', text: '備件已到倉' } as const;
  const ask = (change: object = {}, occurredAt = after(1_500)) => asked({ ...word, ...change }, luoJia(occurredAt));
  const given7 = (...facts: readonly CaseEvent[]) => given(...quiet, formed, ...facts);

  it('is the word of this week; the next is due a week after it', () => given7().when(ask()).then(synced));
  it('counts from when it was given, however much later that was written down', () =>
    given7()
      .when(ask({ happenedAt: after(1_000) }))
      .then(
        fact('ProgressSynced', {
          ...synced.data,
          happenedAt: after(1_000),
          clocks: [ended('sync/1', 1_500, 1_440), { ...sync(2, after(1_000)) }],
        }),
      ));
  it('is the next one with its own number, of the same words too', () =>
    given7(synced)
      .when(ask({}, days(6)))
      .then(
        fact('ProgressSynced', {
          ...synced.data,
          ...{ sync: 2, happenedAt: days(6) },
          clocks: [ended('sync/2', 8_640, 8_640 - 1_500), sync(3, days(6))],
        }),
      ));
  it('is in time at the due instant, and after it the word of the next week, late', () => {
    const dueAt = after(60 + 10_080);
    given7()
      .when(ask({}, dueAt))
      .then(
        fact('ProgressSynced', {
          ...synced.data,
          happenedAt: dueAt,
          clocks: [ended('sync/1', 10_140, 10_080), sync(2, dueAt)],
        }),
      );
    const [missed, next] = [sync(1, after(60)), sync(2, dueAt)];
    const late = after(10_200);
    given7()
      .when(ask({}, late))
      .then(
        breach(missed, [ended('sync/1', 10_140, 10_080, 'missed'), next]),
        escalated(missed, 'gao.feng', 'salesManager'),
        fact('ProgressSynced', {
          ...synced.data,
          ...{ sync: 2, happenedAt: late, late: true },
          clocks: [ended('sync/2', 10_200, 60), sync(3, late)],
        }),
      );
  });
  it('that was given in a week which is over puts nothing off, and was not late itself', () => {
    const dueAt = after(60 + 10_080);
    const [missed, next] = [sync(1, after(60)), sync(2, dueAt)];
    given7()
      .when(ask({ happenedAt: after(10_000) }, after(10_200)))
      .then(
        breach(missed, [ended('sync/1', 10_140, 10_080, 'missed'), next]),
        escalated(missed, 'gao.feng', 'salesManager'),
        fact('ProgressSynced', {
          ...synced.data,
          ...{ sync: 2, happenedAt: after(10_000) },
          clocks: [ended('sync/2', 10_200, 60), sync(3, dueAt)],
        }),
      );
  });
  it('of an import is the lead’s', () =>
    given(...quiet, formed)
      .when(asked(word, byImport(after(1_500))))
      .then(synced));
  it('stays quiet about the same word, even when the case is closed by now', () => {
    given7(synced).when(ask()).thenNothing();
    given7(synced, closed, forceEnded).when(ask()).thenNothing();
  });
  it('refuses words to come, words before the last one, and cases without a task force or over', () => {
    given7()
      .when(ask({ happenedAt: after(1_501) }))
      .thenRefuses('happened-in-the-future');
    given7(synced)
      .when(ask({ happenedAt: after(1_000) }, days(3)))
      .thenRefuses('word-before-last');
    given(...quiet)
      .when(ask())
      .thenRefuses('no-task-force');
    given(...quiet, formed, resolved, confirmed, closed, forceEnded)
      .when(ask())
      .thenRefuses('case-closed');
    given(...quiet, formed, merged)
      .when(ask())
      .thenRefuses('case-merged');
  });
});
