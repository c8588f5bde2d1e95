import { specification } from '@dealtrail/event-sourcing/testing';
import { publishedCalendar } from '@dealtrail/calendar';
import type { TestPolicy } from '@dealtrail/known/testing';
import { contract } from './contract.decider.js';
import type { ContractEvent } from './contract.events.js';
import {
  approved,
  approvedBy,
  asked,
  bothChecks,
  breach,
  by,
  byProcess,
  calendar,
  clock,
  companyWith,
  contractId,
  drafted,
  due,
  escalated,
  financeApproved,
  known,
  legalApproved,
  recalled,
  returned,
  submitted,
  tuesday,
} from './testing/contract-facts.js';

const given = specification(contract, known);
const ofRound = { contractId, round: 1 } as const;
const justLate = '2026-03-04T10:00:00.001Z';
const legalLate = [breach('legal', 'fang.yuan'), escalated('legal', 'fang.yuan', 'bai.lu')] as const;
const financeLate = [breach('finance', 'qian.yi'), escalated('finance', 'qian.yi', 'xu.bo')] as const;

describe('RemindContractReviewer', () => {
  const at = '2026-03-03T06:30:00.000Z';
  const remind = { type: 'RemindContractReviewer', ...ofRound, step: 'legal', at, dueAt: due } as const;
  const reminded: ContractEvent = {
    type: 'ContractReviewDueSoon',
    data: { ...ofRound, step: 'legal', reviewerId: 'fang.yuan', percent: 50, at, dueAt: due },
  };
  it('puts the reminder on record', () =>
    given(drafted, submitted)
      .when(asked(remind, byProcess(at)))
      .then(reminded));
  it('stays quiet about one that is on record', () =>
    given(drafted, submitted, reminded)
      .when(asked(remind, byProcess(at)))
      .thenNothing());
  it('leaves nothing when it comes too late or its clock has moved on', () => {
    given(drafted, submitted)
      .when(asked(remind, byProcess(justLate)))
      .thenNothing();
    given(drafted, submitted, legalApproved)
      .when(asked(remind, byProcess(at)))
      .thenNothing();
    given(drafted, submitted, returned)
      .when(asked(remind, byProcess(at)))
      .thenNothing();
    given(drafted, submitted)
      .when(asked({ ...remind, dueAt: '2026-03-05T10:00:00.000Z' }, byProcess(at)))
      .thenNothing();
    given(drafted, submitted)
      .when(asked({ ...remind, at: tuesday }, byProcess(at)))
      .thenNothing();
    given(drafted, submitted)
      .when(asked({ ...remind, round: 2 }, byProcess(at)))
      .thenNothing();
    given()
      .when(asked(remind, byProcess(at)))
      .thenNothing();
  });
});

describe('RecordContractReviewOverdue', () => {
  const record = { type: 'RecordContractReviewOverdue', ...ofRound, step: 'legal', dueAt: due } as const;
  it('records the breach and its escalation at the due instant, however late it is noticed', () => {
    given(drafted, submitted)
      .when(asked(record, byProcess(due)))
      .then(...legalLate);
    given(drafted, submitted)
      .when(asked(record, byProcess('2026-03-09T01:00:00.000Z')))
      .then(...legalLate);
  });
  it('escalates past an author, and to the director from who has nobody above', () => {
    const byHead = { ...drafted, data: { ...drafted.data, draftedBy: 'bai.lu' } } as ContractEvent;
    given(byHead, submitted)
      .when(asked(record, byProcess(due)))
      .then(breach('legal', 'fang.yuan'), escalated('legal', 'fang.yuan', 'gao.feng'));
    const alone = companyWith({ 'bai.lu': undefined, 'gao.feng': undefined, admin: undefined });
    specification(contract, alone)(drafted, submitted)
      .when(asked(record, byProcess(due)))
      .then(breach('legal', 'fang.yuan'));
  });
  it('stays quiet about a breach that is on record', () =>
    given(drafted, submitted, ...legalLate)
      .when(asked(record, byProcess(due)))
      .thenNothing());
  it('leaves nothing where it was decided, ended, or promised for another instant', () => {
    given(drafted, submitted, legalApproved)
      .when(asked(record, byProcess(due)))
      .thenNothing();
    given(drafted, submitted, recalled)
      .when(asked(record, byProcess(due)))
      .thenNothing();
    given(drafted, submitted)
      .when(asked({ ...record, dueAt: '2026-03-03T10:00:00.000Z' }, byProcess(due)))
      .thenNothing();
    given()
      .when(asked(record, byProcess(due)))
      .thenNothing();
  });
});

describe('an answer', () => {
  const approve = { type: 'ApproveContract', ...ofRound, checks: bothChecks } as const;
  const after = (workingMs: number, late: boolean, step: 'legal' | 'finance' = 'legal') =>
    approvedBy(step, step === 'legal' ? 'fang.yuan' : 'qian.yi', { workingMs, late });
  const limit = 23 * 3_600_000;
  it('at 18:00:00.000 is in time', () =>
    given(drafted, submitted)
      .when(asked(approve, by('fang.yuan', due)))
      .then(after(limit, false)));
  it('at 18:00:00.001 is late: breach, escalation and answer, each at its own instant', () =>
    given(drafted, submitted)
      .when(asked(approve, by('fang.yuan', justLate)))
      .then(...legalLate, after(limit, true)));
  it('brings no second breach', () =>
    given(drafted, submitted, ...legalLate)
      .when(asked(approve, by('fang.yuan', justLate)))
      .then(after(limit, true)));
  it('to the last step still approves the contract', () =>
    given(drafted, submitted, legalApproved)
      .when(asked(approve, by('qian.yi', justLate)))
      .then(...financeLate, after(limit, true, 'finance'), approved));
  it('that ends the round brings the breaches of all', () =>
    given(drafted, submitted)
      .when(asked({ type: 'ReturnContract', ...ofRound, reason: '付款條款不清' }, by('fang.yuan', justLate)))
      .then(...legalLate, ...financeLate, {
        ...returned,
        data: { ...returned.data, workingMs: limit, late: true },
      } as ContractEvent));
});

const { zone, intervals, years } = publishedCalendar;
/** 2026 with these changes, in force from Tuesday morning. */
const version = (number: number, daysOff: readonly string[], makeUpDays: readonly string[] = []): TestPolicy => ({
  kind: 'calendar',
  version: number,
  content: { zone, intervals, years: { ...years, 2026: { daysOff, makeUpDays } } },
  effectiveFrom: tuesday,
});

describe('ReplanContractReviews', () => {
  const replan = { type: 'ReplanContractReviews', contractId, calendarVersion: 2, position: 9 } as const;
  const second = { ...calendar, version: 2 };
  const wednesdayOff = specification(contract, companyWith({}, [version(2, ['2026-03-04'])]));
  const later = {
    ...clock,
    dueAt: '2026-03-05T10:00:00.000Z',
    warnings: [
      { percent: 50, at: '2026-03-03T06:30:00.000Z' },
      { percent: 75, at: '2026-03-05T03:15:00.000Z' },
      { percent: 90, at: '2026-03-05T07:42:00.000Z' },
    ],
    calendar: second,
  };
  const moved = (...steps: ('legal' | 'finance')[]): ContractEvent => ({
    type: 'ContractReviewsReplanned',
    data: { ...ofRound, calendar: second, steps: steps.map((step) => ({ step, previousDueAt: due, clock: later })) },
  });
  it('moves the open steps, and keeps their limit', () => {
    wednesdayOff(drafted, submitted).when(asked(replan, byProcess())).then(moved('legal', 'finance'));
    wednesdayOff(drafted, submitted, legalApproved).when(asked(replan, byProcess())).then(moved('finance'));
  });
  it('lets a breach stand, recorded or not', () => {
    wednesdayOff(drafted, submitted, ...legalLate)
      .when(asked(replan, byProcess()))
      .then(moved('finance'));
    wednesdayOff(drafted, submitted, financeApproved)
      .when(asked(replan, byProcess(justLate)))
      .then(...legalLate);
  });
  it('forgets what was promised for the old instant', () => {
    const before = { type: 'RecordContractReviewOverdue', ...ofRound, step: 'legal', dueAt: due } as const;
    wednesdayOff(drafted, submitted, moved('legal'))
      .when(asked(before, byProcess(due)))
      .thenNothing();
  });
  it('stays quiet about the same version, and where nothing moves or waits', () => {
    wednesdayOff(drafted, submitted, moved('legal', 'finance')).when(asked(replan, byProcess())).thenNothing();
    specification(contract, companyWith({}, [version(2, ['2026-03-20'])]))(drafted, submitted)
      .when(asked(replan, byProcess()))
      .thenNothing();
    wednesdayOff(drafted).when(asked(replan, byProcess())).thenNothing();
    wednesdayOff(drafted, submitted, recalled).when(asked(replan, byProcess())).thenNothing();
    wednesdayOff().when(asked(replan, byProcess())).thenNothing();
  });
  it('makes nobody late by a calendar they could not know', () => {
    const weekendWorked = version(2, [], ['2026-02-28', '2026-03-01']);
    const submittedOnFriday = {
      ...submitted,
      data: {
        ...submitted.data,
        steps: submitted.data.steps.map((step) => ({
          ...step,
          clock: { ...clock, since: '2026-02-27T02:00:00.000Z' },
        })),
      },
    };
    specification(contract, companyWith({}, [weekendWorked]))(drafted, submittedOnFriday)
      .when(asked(replan, byProcess()))
      .thenNothing();
  });
  it('follows the newest version in force, in whichever order they come', () => {
    const corrected = companyWith({}, [version(2, ['2026-03-04']), version(3, years['2026']?.daysOff ?? [])]);
    const newest = { ...replan, calendarVersion: 3 };
    specification(contract, corrected)(drafted, submitted).when(asked(newest, byProcess())).thenNothing();
    specification(contract, corrected)(drafted, submitted).when(asked(replan, byProcess())).thenNothing();
  });
  it('refuses a version that was never published', () =>
    given(drafted, submitted).when(asked(replan, byProcess())).thenRefuses('calendar-version-not-found'));
});
