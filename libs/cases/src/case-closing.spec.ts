import { specification } from '@dealtrail/event-sourcing/testing';
import { caseDecider } from './case.decider.js';
import type { CaseEvent, ClockChange } from './case.events.js';
import { asked, by, byImport, byLink, companyWith, days, hours, known, minutes } from './testing/case-company.js';
import {
  after,
  breach,
  caseId,
  causeRecorded,
  clock,
  closed,
  closing,
  complained,
  confirmed,
  ended,
  escalated,
  fact,
  forceEnded,
  formed,
  linkId,
  merged,
  paused,
  refused,
  reopened,
  reported,
  resolved,
  responded,
  resumed,
  solutionGiven,
  suggested,
  waited,
  whom,
  whomOfComplaint,
} from './testing/case-facts.js';

const given = specification(caseDecider, known);
const answered = [reported, responded, solutionGiven] as const;
const done = [...answered, resolved] as const;
const over = [...done, confirmed, closed] as const;
const of = <E extends CaseEvent>(event: E, change: Partial<E['data']>): E => ({
  ...event,
  data: { ...event.data, ...change },
});
const ofComplaint = <E extends CaseEvent>(event: E, ...clocks: readonly ClockChange[]): E =>
  of(event, { ...whomOfComplaint, clocks } as unknown as Partial<E['data']>);

const percents = (limit: number): number[] => [50, 75, 90].map((percent) => (limit * percent) / 100);
const stage = (
  of: 'feedback' | 'handling',
  round: number,
  at: number,
  left: ClockChange,
  ...more: readonly ClockChange[]
) =>
  fact('ComplaintStageEntered', {
    ...{ ...whomOfComplaint, stage: of, round, stageOwnerId: 'luo.jia' },
    clocks: [left, clock(`stage/${of}/${round}`, 1440, percents(1440), { since: after(at) }), ...more],
  });
/** A complaint that was resolved five hours after its report, at which it stands still. */
const resolvedComplaint = [
  ...complained,
  ofComplaint(
    resolved,
    ended('response', 30),
    ended('solution', 30),
    paused('closing', 30, 'resolved'),
    clock('silence', 4320, [], { since: after(30) }),
  ),
  stage('feedback', 1, 30, ended('stage/intake/1', 30), paused('stage/feedback/1', 30, 'resolved', 0)),
] as const;
const { by: _, ...cause } = { ...causeRecorded.data };
const { category, rootCause, prevention } = cause;
/** Confirmed an hour after the report; its cause is missing, and the company has the word again. */
const awaitingCause = ofComplaint(
  confirmed,
  ended('silence', 60, 30),
  resumed('closing', 60, 4290, [2850, 3930]),
  resumed('stage/feedback/1', 60, 1440, percents(1440)),
);

describe('ConfirmCaseResolution', () => {
  const confirm = { type: 'ConfirmCaseResolution', caseId } as const;
  it('closes an issue, by the customer’s link', () =>
    given(...done)
      .when(asked(confirm, byLink(hours(6))))
      .then(of(confirmed, { channel: 'customerLink' }), closed));
  it('closes it as a colleague was told', () =>
    given(...done)
      .when(asked({ ...confirm, channel: 'hotline' }, by('luo.jia', hours(6))))
      .then(of(confirmed, { linkId: undefined, by: 'luo.jia', channel: 'hotline' }), of(closed, { by: 'luo.jia' })));
  it('lets a complaint without its cause go on, and closes one with it', () => {
    given(...resolvedComplaint)
      .when(asked(confirm, byLink(minutes(60))))
      .then(of(awaitingCause, { channel: 'customerLink' }));
    given(...resolvedComplaint, causeRecorded)
      .when(asked(confirm, byLink(minutes(60))))
      .then(
        ofComplaint(of(confirmed, { channel: 'customerLink' }), ended('silence', 60, 30)),
        ofComplaint(closed, ended('closing', 60, 30), ended('stage/feedback/1', 60, 0)),
      );
  });
  it('takes their word in the place of their silence, while a complaint waits for its cause', () => {
    const silent = of(awaitingCause, { linkId: undefined, silence: true });
    given(...resolvedComplaint, silent)
      .when(asked(confirm, byLink(minutes(90))))
      .then(fact('CaseResolutionConfirmed', { ...whomOfComplaint, linkId, channel: 'customerLink', silence: false }));
    given(...done, of(confirmed, { linkId: undefined, silence: true }), closed)
      .when(asked(confirm, byLink(hours(7))))
      .thenNothing();
  });
  it('closes what history knows no cause of', () =>
    given(...resolvedComplaint)
      .when(asked(confirm, byImport(minutes(60))))
      .then(
        ofComplaint(of(confirmed, { linkId: undefined, by: 'luo.jia' }), ended('silence', 60, 30)),
        ofComplaint(of(closed, { by: 'luo.jia' }), ended('closing', 60, 30), ended('stage/feedback/1', 60, 0)),
      ));
  it('ends the task force with the case', () =>
    given(...answered, formed, resolved)
      .when(asked(confirm, byLink(hours(6))))
      .then(
        of(confirmed, { channel: 'customerLink' }),
        closed,
        fact('TaskForceEnded', { ...whom, clocks: [ended('sync/1', 360, 300, 'superseded')] }),
      ));
  it('stays quiet when it is confirmed', () => {
    given(...over)
      .when(asked(confirm, byLink(hours(7))))
      .thenNothing();
    given(...resolvedComplaint, awaitingCause)
      .when(asked(confirm, by('luo.jia', hours(7))))
      .thenNothing();
  });
  it('refuses what is not resolved', () => {
    given(...answered)
      .when(asked(confirm, byLink()))
      .thenRefuses('case-not-resolved');
    given(...done, refused)
      .when(asked(confirm, byLink()))
      .thenRefuses('case-not-resolved');
    given(reported, merged).when(asked(confirm, byLink())).thenRefuses('case-merged');
    given().when(asked(confirm)).thenRefuses('case-not-found');
  });
});

describe('RefuseCaseResolution', () => {
  const refuse = { type: 'RefuseCaseResolution', caseId, reason: '仍然關機' } as const;
  it('lets the clock of the closed loop go on', () =>
    given(...done)
      .when(asked(refuse, byLink(hours(6))))
      .then(of(refused, { channel: 'customerLink' })));
  it('brings a complaint back to its handling, another time', () =>
    given(...resolvedComplaint)
      .when(asked({ ...refuse, channel: 'hotline' }, by('luo.jia', minutes(60))))
      .then(
        of(ofComplaint(refused, ended('silence', 60, 30, 'superseded'), resumed('closing', 60, 4290, [2850, 3930])), {
          linkId: undefined,
          by: 'luo.jia',
          channel: 'hotline',
        }),
        stage('handling', 1, 60, ended('stage/feedback/1', 60, 0)),
      ));
  it('may follow the confirmation of a complaint that has no cause yet', () =>
    given(...resolvedComplaint, awaitingCause)
      .when(asked(refuse, byLink(minutes(90))))
      .then(
        of(fact('CaseResolutionRefused', { ...whomOfComplaint, linkId, reason: refuse.reason }), {
          channel: 'customerLink',
        }),
        stage('handling', 1, 90, ended('stage/feedback/1', 90, 30)),
      ));
  it('stays quiet about the same word', () => {
    given(...done, refused)
      .when(asked(refuse, byLink(hours(7))))
      .thenNothing();
    given(...done, refused, waited)
      .when(asked(refuse, byLink(hours(7))))
      .thenNothing();
  });
  it('refuses what is not resolved, or closed by now', () => {
    given(...answered)
      .when(asked(refuse, byLink()))
      .thenRefuses('case-not-resolved');
    given(...over)
      .when(asked(refuse, byLink()))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(refuse, byLink())).thenRefuses('case-merged');
  });
});

describe('CloseCase', () => {
  const close = { type: 'CloseCase', caseId, channel: 'hotline' } as const;
  const told = of(confirmed, { linkId: undefined, by: 'luo.jia', channel: 'hotline' });
  it('closes with the word a colleague was told', () =>
    given(...done)
      .when(asked(close, by('luo.jia', hours(6))))
      .then(told, of(closed, { by: 'luo.jia' })));
  it('closes a complaint with its cause', () =>
    given(...resolvedComplaint)
      .when(asked({ ...close, cause: { category, rootCause, prevention } }, by('luo.jia', minutes(60))))
      .then(
        ofComplaint(told, ended('silence', 60, 30)),
        of(ofComplaint(closed, ended('closing', 60, 30), ended('stage/feedback/1', 60, 0)), {
          ...{ by: 'luo.jia', cause: { category, rootCause, prevention } },
        }),
      ));
  it('needs no word twice, and tells no cause twice', () => {
    given(...resolvedComplaint, causeRecorded, awaitingCause)
      .when(asked({ ...close, cause: { category, rootCause, prevention } }, by('luo.jia', minutes(90))))
      .then(of(ofComplaint(closed, ended('closing', 90, 60), ended('stage/feedback/1', 90, 30)), { by: 'luo.jia' }));
  });
  it('is late after more than its time, and brings the breach along', () => {
    const confirmedLate = [...done, of(refused, { by: 'luo.jia' })] as const;
    // 300 minutes counted, resumed at 360: 4,020 are left.
    given(...confirmedLate)
      .when(asked({ type: 'CloseCase', caseId }, byImport(minutes(4380))))
      .then(of(closed, { by: 'luo.jia', clocks: [ended('closing', 4380, 4320)] }));
    const due = { ...closing, dueAt: minutes(4380) };
    given(...confirmedLate)
      .when(asked({ type: 'CloseCase', caseId }, byImport(minutes(4381))))
      .then(
        breach(due),
        of(escalated(due, 'gao.feng', 'director'), { past: true }), // an import tells it: nobody of today has to answer
        { ...fact('TaskForceSuggested', { ...whom, cause: 'closing-overdue' }), occurredAt: due.dueAt },
        of(closed, { by: 'luo.jia', late: true, clocks: [ended('closing', 4381, 4321)] }),
      );
  });
  it('closes what history closed, however it stood, without a word or a cause', () =>
    given(...complained)
      .when(asked({ type: 'CloseCase', caseId }, byImport()))
      .then(
        of(
          ofComplaint(
            closed,
            ...(['response', 'solution', 'closing', 'stage/intake/1'] as const).map((id) => ended(id, 30)),
          ),
          { by: 'luo.jia' },
        ),
      ));
  it('stays quiet when it is closed', () => {
    given(...over)
      .when(asked(close))
      .thenNothing();
    given(...over, fact('CaseCauseRecorded', { ...causeRecorded.data, kind: 'issue' }))
      .when(asked({ ...close, cause: { category, rootCause, prevention } }))
      .thenNothing();
  });
  it('refuses without the customer’s word, a complaint without its cause, a cause there is not, and one that is over', () => {
    given(...done)
      .when(asked({ type: 'CloseCase', caseId }))
      .thenRefuses('confirmation-missing');
    given(...answered)
      .when(asked(close))
      .thenRefuses('case-not-resolved');
    given(...resolvedComplaint)
      .when(asked(close))
      .thenRefuses('cause-missing');
    given(...done)
      .when(asked({ ...close, cause: { category: 'weather', prevention: '加固' } }))
      .thenRefuses('cause-unknown');
    given(...over)
      .when(asked({ ...close, cause: { category, prevention } }))
      .thenRefuses('case-closed');
    given(...over, fact('CaseCauseRecorded', { ...causeRecorded.data, kind: 'issue' }))
      .when(asked({ ...close, cause: { category: 'other', prevention } }))
      .thenRefuses('cause-already-recorded');
    given(reported, merged).when(asked(close)).thenRefuses('case-merged');
  });
});

describe('ReopenCase', () => {
  const reopen = { type: 'ReopenCase', caseId, reason: '故障再現' } as const;
  const help = of(suggested, { cause: 'reopened' });
  it('goes on with the time that was left, and suggests a task force', () =>
    given(...over)
      .when(asked(reopen, by('luo.jia', days(1))))
      .then(reopened, help));
  it('suggests one again where the one before has ended with the case', () =>
    given(...answered, suggested, formed, resolved, confirmed, closed, forceEnded)
      .when(asked(reopen, by('luo.jia', days(1))))
      .then(reopened, help));
  it('counts how often, and suggests once', () =>
    given(
      ...over,
      reopened,
      help,
      of(resolved, { clocks: [paused('closing', 1500, 'resolved', 360)] }),
      confirmed,
      of(closed, { clocks: [ended('closing', 1560, 360)] }),
    )
      .when(asked({ ...reopen, reason: '第三次' }, by('luo.jia', minutes(1600))))
      .then(of(reopened, { reason: '第三次', times: 2, clocks: [resumed('closing', 1600, 3960, [2520, 3600])] })));
  it('opens what was resolved and nobody has answered, as an import tells it', () =>
    given(...done)
      .when(asked(reopen, byImport(hours(6))))
      .then(
        of(reopened, {
          clocks: [ended('silence', 360, 60, 'superseded'), resumed('closing', 360, 4020, [2580, 3660])],
        }),
        help,
      ));
  it('brings a complaint back to its handling', () =>
    given(
      ...[...resolvedComplaint, causeRecorded, ofComplaint(confirmed, ended('silence', 60, 30))],
      ofComplaint(closed, ended('closing', 60, 30), ended('stage/feedback/1', 60, 0)),
    )
      .when(asked(reopen, by('luo.jia', days(1))))
      .then(
        ofComplaint(reopened, resumed('closing', 1440, 4290, [2850, 3930])),
        fact('ComplaintStageEntered', {
          ...{ ...whomOfComplaint, stage: 'handling', round: 1, stageOwnerId: 'luo.jia' },
          clocks: [clock('stage/handling/1', 1440, percents(1440), { since: after(1440) })],
        }),
        of(help, whomOfComplaint),
      ));
  it('comes back to the superior of who has left meanwhile', () =>
    specification(
      caseDecider,
      companyWith({ 'luo.jia': { active: false } }),
    )(...over)
      .when(asked(reopen, by('xu.fang', days(1))))
      .then(
        of(reopened, { by: 'xu.fang' }),
        fact('CaseAssigned', {
          ...{ ...whom, ownerId: 'he.ping', from: 'luo.jia', to: 'he.ping', by: 'xu.fang' },
          clocks: [{ change: 'given', clock: 'closing', to: 'he.ping' }],
        }),
        of(help, { ownerId: 'he.ping' }),
      ));
  it('stays quiet when it was opened for that reason', () =>
    given(...over, reopened)
      .when(asked(reopen))
      .thenNothing());
  it('refuses what is not over, and what lives on in another case', () => {
    given(...answered)
      .when(asked(reopen))
      .thenRefuses('case-not-closed');
    given(...over, reopened)
      .when(asked({ ...reopen, reason: '另一故障' }))
      .thenRefuses('case-not-closed');
    given(reported, merged).when(asked(reopen)).thenRefuses('case-merged');
  });
});

describe('RecordCaseCause', () => {
  const record = { type: 'RecordCaseCause', caseId, category, rootCause, prevention } as const;
  it('keeps why it came about', () =>
    given(...complained)
      .when(asked(record, by('luo.jia')))
      .then(causeRecorded));
  it('closes a complaint that the customer has confirmed', () =>
    given(...resolvedComplaint, awaitingCause)
      .when(asked(record, by('luo.jia', minutes(90))))
      .then(
        causeRecorded,
        of(ofComplaint(closed, ended('closing', 90, 60), ended('stage/feedback/1', 90, 30)), { by: 'luo.jia' }),
      ));
  it('may be put right while the case goes on, and told of a closed one that has none', () => {
    given(...complained, causeRecorded)
      .when(asked({ ...record, category: 'delivery' }, by('luo.jia')))
      .then(of(causeRecorded, { category: 'delivery' }));
    given(...over)
      .when(asked(record, by('luo.jia', hours(7))))
      .then(of(causeRecorded, { kind: 'issue' }));
  });
  it('stays quiet about the same cause', () =>
    given(...complained, causeRecorded)
      .when(asked(record))
      .thenNothing());
  it('refuses one that is not in the policy, another one of a closed case, and one that lives on elsewhere', () => {
    given(...complained)
      .when(asked({ ...record, category: 'weather' }))
      .thenRefuses('cause-unknown');
    given(...over, of(causeRecorded, { kind: 'issue' }))
      .when(asked({ ...record, category: 'delivery' }))
      .thenRefuses('cause-already-recorded');
    given(reported, merged).when(asked(record)).thenRefuses('case-merged');
  });
});
