import { isOpen, stepKey, type ContractStatus, type KnownContract } from '@dealtrail/contracts';
import { foldedRows, history } from '@dealtrail/contracts/testing';
import { workKinds, type WorkItem, type WorkKind } from './work-item.row.js';
import { workItems } from './work-items.projection.js';

const companies = Array.from({ length: 60 }, (_, n) => n + 1);

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

type Waiting = Pick<WorkItem, 'itemId' | 'kind' | 'assignees' | 'ownerId' | 'dueAt' | 'round'>;

/** All that waits of a contract, as the rules know it. */
function waiting({ contractId, status, ownerId, round, differing }: KnownContract): readonly Waiting[] {
  const number = round?.number;
  const kind =
    status === 'approved' ? (differing === undefined ? 'sign-contract' : 'signed-text-differs') : forOwner[status];
  const own = { itemId: contractId, assignees: [ownerId], ownerId, round: number, dueAt: undefined };
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

const byId = (items: readonly Waiting[]): readonly Waiting[] =>
  [...items].sort((a, b) => (a.itemId < b.itemId ? -1 : 1));

const seen = new Set<WorkKind>();

describe('what waits, whatever happens to contracts', () => {
  it.each(companies)('is what the rules wait for, and nothing else: company %i', (company) => {
    const { rows, take } = foldedRows(workItems);
    for (const { contractId, facts, state } of history(company)) {
      for (const fact of facts) take(fact);
      if (state.status === 'none') continue;
      const items = [...rows.values()].filter(({ subjectId }) => subjectId === contractId);
      const shown = items.map(({ itemId, kind, assignees, ownerId, dueAt, round }) => ({
        ...{ itemId, kind, ownerId, dueAt, round },
        assignees: [...new Set(assignees)],
      }));
      expect(byId(shown)).toEqual(byId(waiting(state)));
      for (const { kind } of shown) seen.add(kind);
    }
  });

  it('has been everything that contracts leave to do', () =>
    expect([...seen].sort()).toEqual(workKinds.filter((kind) => !kind.startsWith('deal-')).sort()));
});
