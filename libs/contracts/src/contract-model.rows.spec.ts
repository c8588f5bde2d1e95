import { foldedRows } from '@dealtrail/event-sourcing/testing';
import { contractPages } from './contract-page.projection.js';
import { assignedIn, type ContractPageRow, type PageStep } from './contract-page.row.js';
import { contractRegister } from './contract-register.projection.js';
import type { ContractRow } from './contract-register.row.js';
import { isOpen, type KnownContract, type Step } from './contract.fold.js';
import { stepKey, type ReviewStepRow } from './review-step.row.js';
import { reviewSteps } from './review-steps.projection.js';
import { history } from './testing/model-history.js';

const companies = Array.from({ length: 60 }, (_, n) => n + 1);

const sorted = (ids: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(ids.filter((id) => id !== undefined))].sort();
const openIn = ({ status, round }: KnownContract): readonly Step[] =>
  status === 'review' ? (round?.steps.filter(isOpen) ?? []) : [];

function registerSays(row: ContractRow | undefined, state: KnownContract): void {
  const { status, ownerId, terms, round, withdrawnFor } = state;
  const open = openIn(state);
  const decided = round?.steps.map(({ step, reviewerId, decision }) => [step, reviewerId, decision?.by]);
  expect(row).toMatchObject({ status, ownerId, title: terms.title, ...terms.amount });
  expect(row?.steps.map(({ step, reviewerId, decidedBy }) => [step, reviewerId, decidedBy])).toEqual(decided ?? []);
  expect(sorted(row?.waitingFor ?? [])).toEqual(sorted(open.flatMap((step) => [step.reviewerId, step.deputyId])));
  expect(sorted(row?.authors ?? [])).toEqual(sorted(state.authors));
  expect({ ...row }).toMatchObject({
    overdue: open.some(({ overdue }) => overdue),
    textSha256: status === 'signed' ? state.signed?.text?.sha256 : terms.text?.sha256,
    ...(status === 'approved' && { signedTextDiffers: state.differing !== undefined }),
  });
  expect([row?.round, row?.withdrawnFor]).toEqual([round?.number, withdrawnFor]);
  expect(row?.nextDueAt).toBe(open.map(({ clock }) => clock.dueAt).sort()[0]);
  if (status !== 'withdrawn') expect(row?.approvedAt !== undefined).toBe(status === 'approved' || status === 'signed');
}

function pageSays(page: ContractPageRow | undefined, state: KnownContract): void {
  const { status, ownerId, terms, authors, round } = state;
  expect(page).toMatchObject({ status, ownerId, comments: state.comments });
  expect(page?.terms).toEqual(terms);
  expect(sorted(page?.authors ?? [])).toEqual(sorted(authors));
  expect(page?.rounds.map(({ number }) => number)).toEqual(Array.from({ length: round?.number ?? 0 }, (_, n) => n + 1));
  const last = page?.rounds.at(-1);
  expect(last?.steps.map(shownStep)).toEqual(round?.steps.map(knownStep));
  const waits = ({ decision, supersededAt }: PageStep): boolean => (decision ?? supersededAt) === undefined;
  expect(page?.rounds.flatMap(({ steps }) => steps.filter(waits)).length).toBe(openIn(state).length);
  if (last && status !== 'withdrawn') expect(last.outcome).toBe(status);
}

const shownStep = ({ step, reviewerId, deputyId, clock, breach, reminders, escalation, decision }: PageStep) => ({
  ...{ step, reviewerId, deputyId, clock, overdue: breach !== undefined, decidedBy: decision?.by },
  ...{ reminded: reminders.map(({ percent }) => percent), escalatedTo: escalation?.to },
});
const knownStep = ({ step, reviewerId, deputyId, clock, overdue, reminded, escalatedTo, decision }: Step) => ({
  ...{ step, reviewerId, deputyId, clock, overdue, decidedBy: decision?.by },
  ...{ reminded, escalatedTo },
});

function stepsSay(steps: readonly ReviewStepRow[], state: KnownContract, page: ContractPageRow | undefined): void {
  const shown = new Map(
    page?.rounds.flatMap(({ number, steps: of }) =>
      of.map((step) => [stepKey(state.contractId, number, step.step), step]),
    ),
  );
  expect(sorted(steps.map(({ stepKey: key }) => key))).toEqual(sorted([...shown.keys()]));
  for (const row of steps) {
    const { clock, reminders, breach, decision, supersededAt, reviewerId, deputyId } = shown.get(
      row.stepKey,
    ) as PageStep;
    const { since, dueAt, workingDays, provisional, calendar } = clock;
    expect(row).toMatchObject({
      reviewerId,
      since,
      dueAt,
      workingDays,
      provisional,
      calendarVersion: calendar.version,
    });
    const ended = decision ? 'decided' : 'superseded';
    expect(row).toMatchObject({
      reminded: reminders.length,
      state: (decision ?? supersededAt) === undefined ? 'open' : ended,
    });
    expect([row.deputyId, row.overdueAt, row.closedAt]).toEqual([
      deputyId,
      breach?.dueAt,
      decision?.at ?? supersededAt,
    ]);
    expect([row.decidedBy, row.workingMs, row.late]).toEqual([decision?.by, decision?.workingMs, decision?.late]);
    if (row.state === 'open') expect(row.ownerId).toBe(state.ownerId);
  }
}

describe('the rows of contracts, whatever happens to them', () => {
  it.each(companies)('say what the rules know: company %i', (company) => {
    const register = foldedRows(contractRegister);
    const pages = foldedRows(contractPages);
    const steps = foldedRows(reviewSteps);
    for (const { contractId, facts, state } of history(company)) {
      for (const fact of facts) for (const { take } of [register, pages, steps]) take(fact);
      if (state.status === 'none') continue;
      const page = pages.rows.get(contractId);
      const row = register.rows.get(contractId);
      registerSays(row, state);
      pageSays(page, state);
      stepsSay(
        [...steps.rows.values()].filter((step) => step.contractId === contractId),
        state,
        page,
      );
      expect(sorted(row?.assigned ?? [])).toEqual(sorted(page ? assignedIn(page) : []));
    }
  });
});
