import { projection, type Recorded } from '@dealtrail/event-sourcing';
import { caseKey, folded, ofEveryFact } from './case-folding.js';
import type { CaseHappening, CasePageRow } from './case-page.row.js';
import { partInCase } from './case-reach.js';
import type { CaseEvent } from './case.events.js';

/** What every fact of a case says again; its story tells what is new. */
const whom = new Set(['caseId', 'number', 'kind', 'customerId', 'orderId', 'productId', 'ownerId', 'sellerId']);
/** Shown by the clocks themselves, and of no use to who reads a story. */
const untold = new Set(['clocks', 'policy', 'source']);

function happening({ type, data, position, metadata }: Recorded<CaseEvent>): CaseHappening {
  const { occurredAt, history, actor } = metadata;
  const said = Object.entries(data).filter(
    ([field, value]) => value !== undefined && !untold.has(field) && (type === 'CaseReported' || !whom.has(field)),
  );
  return {
    at: occurredAt,
    type,
    actor: actor.kind,
    ...(history && { history }),
    said: Object.fromEntries(said),
    position: String(position),
  };
}

/** 案件詳情: a case as it stands, with everything that happened to it. */
export const casePages = projection<CasePageRow, CaseEvent>({
  name: 'casePages',
  version: 1,
  key: 'caseId',
  columns: {
    caseId: 'text',
    ownerId: 'text',
    sellerId: 'text',
    assigned: 'texts',
    known: 'json',
    happened: 'json',
    revision: 'integer',
    lastPosition: 'text',
  },
  keys: ofEveryFact(caseKey),
  project: ofEveryFact((row: CasePageRow | undefined, event: Recorded<CaseEvent>): CasePageRow | undefined => {
    const known = folded(row?.known, event);
    if (!known) return undefined;
    const { caseId, ownerId, sellerId } = known;
    return {
      ...{ caseId, ownerId, sellerId },
      assigned: [...new Set([...(row?.assigned ?? []), ...partInCase(known)])],
      known,
      happened: [...(row?.happened ?? []), happening(event)],
      revision: event.revision,
      lastPosition: String(event.position),
    };
  }),
});
