import { dayAfter, startOfDay } from '@dealtrail/calendar';
import { clockAbout, isOpen as goesOn, isUnanswered, type KnownCase } from '@dealtrail/cases';
import { caseHistory } from '@dealtrail/cases/testing';
import { isOpen, stepKey, type ContractStatus, type KnownContract } from '@dealtrail/contracts';
import { history } from '@dealtrail/contracts/testing';
import { canonicalJson } from '@dealtrail/event-sourcing';
import { foldedRows } from '@dealtrail/event-sourcing/testing';
import { isRunning, type KnownOrder, type MilestoneId } from '@dealtrail/orders';
import { orderHistory } from '@dealtrail/orders/testing';
import { workKinds, type WorkItem, type WorkKind } from './work-item.row.js';
import { workItems } from './work-items.projection.js';

/** What a contract's owner has to do as it stands; nothing while others have it, or when it is over. */
const forOwner: Readonly<Record<Exclude<ContractStatus, 'approved'>, WorkKind | undefined>> = {
  draft: undefined,
  review: undefined,
  returned: 'contract-returned',
  rejected: 'contract-rejected',
  recalled: 'contract-recalled',
  signed: undefined,
  withdrawn: undefined,
};

type Waiting = Pick<
  WorkItem,
  'itemId' | 'kind' | 'assignees' | 'role' | 'ownerId' | 'dueAt' | 'round' | 'part' | 'given' | 'paused' | 'paused'
>;

/** All that waits of a contract, as the rules know it. */
function ofContract({ contractId, status, ownerId, round, differing }: KnownContract): readonly Waiting[] {
  const number = round?.number;
  const kind =
    status === 'approved' ? (differing === undefined ? 'sign-contract' : 'signed-text-differs') : forOwner[status];
  const own = { itemId: contractId, assignees: [ownerId], ownerId, round: number };
  const open = status === 'review' ? (round?.steps.filter(isOpen) ?? []) : [];
  return [
    ...(kind ? [{ ...own, kind }] : []),
    ...open.map(({ step, reviewerId, deputyId, clock: { dueAt } }) => ({
      itemId: stepKey(contractId, number ?? 0, step),
      kind: 'review-contract' as const,
      assignees: [...new Set([reviewerId, deputyId ?? reviewerId])],
      ownerId,
      dueAt,
      round: number,
    })),
  ];
}

const promises: Readonly<Record<string, WorkKind>> = {
  acknowledgement: 'acknowledge-order',
  confirmation: 'confirm-delivery',
  documents: 'complete-documents',
  signOff: 'sign-off-delivery',
  response: 'answer-exception',
};

/** All that waits of an order, as the rules know it. */
function ofOrder({ orderId, status, ownerId, contractId, ...order }: KnownOrder): readonly Waiting[] {
  const given = (milestone: MilestoneId): WorkItem['given'] => {
    const exception = order.exceptions.find(({ exceptionId }) => milestone === `response/${exceptionId}`);
    return exception?.apology ? 'apology' : exception?.alternatives.length ? 'alternative' : undefined;
  };
  const running = order.milestones.filter(isRunning).map(({ milestone, responsibleId, clock: { dueAt } }) => ({
    part: milestone,
    kind: promises[milestone.split('/')[0] ?? ''] as WorkKind,
    assignees: [responsibleId],
    dueAt,
    given: given(milestone),
  }));
  const tasks = order.exceptions.flatMap(({ exceptionId, tasks }) =>
    tasks
      .filter(({ result }) => result === undefined)
      .map(({ task, assigneeId, dueOn }) => ({
        part: `task/${exceptionId}/${task}`,
        kind: 'exception-task' as const,
        assignees: [...new Set([assigneeId, ownerId])],
        dueAt: dueOn && new Date(Date.parse(startOfDay(dayAfter(dueOn))) - 1).toISOString(),
      })),
  );
  const changes = order.amendments
    .filter(({ outcome }) => outcome === undefined && status !== 'cancelled')
    .map(({ amendment }) => ({
      part: `amendment/${amendment}`,
      ...(contractId === undefined
        ? { kind: 'settle-amendment' as const, assignees: [], role: 'director' as const }
        : { kind: 'agree-amendment' as const, assignees: [ownerId] }),
    }));
  return [...running, ...tasks, ...changes].map((one) => ({ itemId: `${orderId}/${one.part}`, ownerId, ...one }));
}

const promisesOfCases: Readonly<Record<string, WorkKind>> = {
  response: 'answer-case',
  solution: 'solve-case',
  closing: 'close-case',
  stage: 'complaint-stage',
  sync: 'sync-progress',
};

/** All that waits of a case, as the rules know it; whose the case is, its register says. */
function ofCase({ caseId, status, kind, ownerId, cause, confirmation, clocks }: KnownCase): readonly Waiting[] {
  const running = clocks
    .filter((clock) => goesOn(clock) && clock.clock !== 'silence' && clock.paused !== 'merged')
    .map(({ clock, responsibleId, dueAt, paused }) => ({
      ...{ part: clock, kind: promisesOfCases[clockAbout(clock).kind] as WorkKind, assignees: [responsibleId] },
      ...{ dueAt, paused },
    }));
  const told = clocks.flatMap(({ clock, escalations }) =>
    escalations.filter(isUnanswered).map(({ to, dueAt }) => ({
      ...{ part: `escalation/${clock}/${dueAt}`, kind: 'acknowledge-escalation' as const, assignees: [to] },
    })),
  );
  const isMissing = status === 'resolved' && kind === 'complaint' && cause === undefined;
  const last = { part: 'cause', kind: confirmation ? ('close-confirmed-case' as const) : ('record-cause' as const) };
  const missing = isMissing ? [{ ...last, assignees: [ownerId] }] : [];
  return [...running, ...told, ...missing].map((one) => ({ itemId: `${caseId}/${one.part}`, ownerId, ...one }));
}

const byId = (items: readonly Waiting[]): readonly Waiting[] =>
  [...items].sort((a, b) => (a.itemId < b.itemId ? -1 : 1));

const seen = new Set<WorkKind>();

/** What the list shows of one record. */
const shown = (rows: ReadonlyMap<string, WorkItem>, id: string): readonly Waiting[] =>
  [...rows.values()]
    .filter(({ subjectId, idle }) => subjectId === id && idle === undefined)
    .map(({ itemId, kind, assignees, role, ownerId, dueAt, round, part, given, paused }) => {
      seen.add(kind);
      return { itemId, kind, role, ownerId, dueAt, round, part, given, paused, assignees: [...new Set(assignees)] };
    });

/** `expect` alone would take most of the time. */
function same(seed: number, waits: readonly object[], expected: readonly object[]): void {
  if (canonicalJson(waits) !== canonicalJson(expected)) expect({ seed, waits }).toEqual({ seed, waits: expected });
}

describe('what waits, whatever happens, is what the rules wait for and nothing else', () => {
  it.each(Array.from({ length: 60 }, (_, n) => n + 1))('of the contracts of company %i', (company) => {
    const { rows, take } = foldedRows(workItems);
    for (const { contractId, facts, state } of history(company)) {
      for (const fact of facts) take(fact);
      if (state.status !== 'none') expect(byId(shown(rows, contractId))).toEqual(byId(ofContract(state)));
    }
  });

  it('of 200 orders', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { rows, take } = foldedRows(workItems);
      for (const { facts, state } of orderHistory(seed)) {
        for (const fact of facts) take(fact);
        same(seed, byId(shown(rows, state.orderId)), byId(ofOrder(state)));
      }
    }
  });

  it('of 300 cases', () => {
    const apart = ({ ownerId: _, ...rest }: Waiting) => rest;
    for (let seed = 1; seed <= 300; seed++) {
      const { rows, take } = foldedRows(workItems);
      for (const { facts, state } of caseHistory(seed)) {
        for (const fact of facts) take(fact);
        same(seed, byId(shown(rows, state.caseId)).map(apart), byId(ofCase(state)).map(apart));
      }
    }
  });

  it('has been everything that they leave to do', () =>
    expect([...seen].sort()).toEqual(workKinds.filter((kind) => !kind.startsWith('deal-')).sort()));
});
