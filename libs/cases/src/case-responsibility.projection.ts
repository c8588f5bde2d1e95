import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { CaseResponsibilityRow, Holding } from './case-responsibility.row.js';
import type { CaseEvent } from './case.events.js';

const keyOf = (caseId: string, staffId: string) => `${caseId}/${staffId}`;

type Step = (
  row: CaseResponsibilityRow | undefined,
  event: Recorded<CaseEvent>,
  key: string,
) => CaseResponsibilityRow | undefined;

/** They have it from now on; who has it already goes on. */
function begun(
  row: CaseResponsibilityRow | undefined,
  event: Recorded<CaseEvent>,
  key: string,
  holding: Holding,
): CaseResponsibilityRow {
  if (row?.holds) return row;
  const { holdings, since, until: _, ...before } = row ?? none(event, key);
  return {
    ...{ ...before, ...about(event) },
    ...{ holds: true, heldWhenMerged: false, since: holdings.length > 0 ? since : holding.from },
    times: before.times + 1,
    holdings: [...holdings, holding],
    revision: event.revision,
  };
}

const about = ({ data: { number, kind, customerId, orderId, productId, sellerId } }: Recorded<CaseEvent>) => ({
  ...{ number, kind, customerId, orderId, productId, sellerId },
});

/** Somebody who never had it so far. */
const none = (event: Recorded<CaseEvent>, key: string): CaseResponsibilityRow => ({
  ...{ responsibilityKey: key, caseId: event.data.caseId, staffId: key.slice(event.data.caseId.length + 1) },
  ...{ ...about(event), holds: false, heldWhenMerged: false, since: event.metadata.occurredAt },
  ...{ times: 0, heldMs: 0, holdings: [], revision: event.revision },
});

/** Of one that is merged: theirs once that is undone, and not that of who has left. */
const begunWhenUnmerged: Step = (row, event, key) => ({
  ...(row ?? none(event, key)),
  ...{ heldWhenMerged: key === keyOf(event.data.caseId, event.data.ownerId), revision: event.revision },
});

/** They have it no more. */
function over(
  row: CaseResponsibilityRow | undefined,
  { metadata: { occurredAt: to }, revision }: Recorded<CaseEvent>,
  merged = false,
): CaseResponsibilityRow | undefined {
  const last = row?.holdings.at(-1);
  if (!row?.holds || !last) return row;
  return {
    ...row,
    ...{ holds: false, heldWhenMerged: merged, until: to, revision },
    heldMs: row.heldMs + Date.parse(to) - Date.parse(last.from),
    holdings: [...row.holdings.slice(0, -1), { ...last, to }],
  };
}

const ofOwner = ({ data: { caseId, ownerId } }: Recorded<CaseEvent>) => [keyOf(caseId, ownerId)];
const ofBoth = ({
  data: { caseId, from, to },
}: {
  readonly data: { readonly caseId: string; readonly from: string; readonly to: string };
}) => [keyOf(caseId, from), keyOf(caseId, to)];

/** From one person to another; the row says which of the two it is. */
const passed =
  (holding: (event: Recorded<CaseEvent>, from: Instant) => Holding): Step =>
  (row, event, key) => {
    const { from, to } = event.data as { readonly from: string; readonly to: string };
    if (from === to) return row;
    return key === keyOf(event.data.caseId, to)
      ? begun(row, event, key, holding(event, event.metadata.occurredAt))
      : over(row, event);
  };
const came =
  (how: Holding['came']) =>
  ({ data }: Recorded<CaseEvent>, from: Instant): Holding => ({
    ...{ from, came: how },
    ...('department' in data && { department: data.department }),
    ...('group' in data && data.group !== undefined && { group: data.group }),
  });

/** 責任區間: who had each case, from when to when (R106). While it is closed or merged nobody has. */
export const caseResponsibility = projection<CaseResponsibilityRow, CaseEvent>({
  name: 'caseResponsibility',
  version: 1,
  key: 'responsibilityKey',
  columns: {
    responsibilityKey: 'text',
    caseId: 'text',
    staffId: 'text',
    number: 'text',
    kind: 'text',
    customerId: 'text',
    orderId: 'text',
    productId: 'text',
    sellerId: 'text',
    holds: 'boolean',
    heldWhenMerged: 'boolean',
    since: 'instant',
    until: 'instant',
    times: 'integer',
    heldMs: 'amount',
    holdings: 'json',
    revision: 'integer',
  },
  indexes: [['caseId'], ['staffId', 'holds']],
  keys: {
    CaseReported: ofOwner,
    CaseAssigned: ofBoth,
    CaseHandedOver: ofBoth,
    CaseReassigned: (event) => (event.data.owner ? ofBoth(event) : []),
    CaseClosed: ofOwner,
    CaseReopened: ofOwner,
    CaseMerged: ofOwner,
    CaseUnmerged: ofOwner,
  },
  project: {
    CaseReported: (row, event, key) => begun(row, event, key, came('reported')(event, event.data.reportedAt)),
    CaseAssigned: passed(came('assigned')),
    CaseHandedOver: passed(came('handedOver')),
    CaseReassigned: (row, event, key) =>
      event.data.merged ? begunWhenUnmerged(row, event, key) : passed(came('reassigned'))(row, event, key),
    CaseClosed: (row, event) => over(row, event),
    CaseReopened: (row, event, key) => begun(row, event, key, came('reopened')(event, event.metadata.occurredAt)),
    CaseMerged: (row, event) => over(row, event, true),
    CaseUnmerged: (row, event, key) =>
      row?.heldWhenMerged ? begun(row, event, key, came('unmerged')(event, event.metadata.occurredAt)) : row,
  },
});
