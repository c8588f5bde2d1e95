import { projection } from '@dealtrail/event-sourcing';
import type { CaseEscalationRow, ToldOfBreach } from './case-escalation.row.js';
import type { CaseEvent, ClockId } from './case.events.js';
import { clockAbout, clockKey } from './clock-name.js';

interface OfBreach {
  readonly data: { readonly caseId: string; readonly clock: ClockId; readonly dueAt: string };
}
const key = ({ data: { caseId, clock, dueAt } }: OfBreach) => [`${clockKey(caseId, clock)}/${dueAt}`];

/** Each had left before the next was told, which ends at the head of the company: more than these nobody misses. */
const toldAtMost = 20;

/** Everybody who was told, with one more: in the place of whoever was told last, who has left before they answered. */
function alsoTold(row: CaseEscalationRow | undefined, next: ToldOfBreach): readonly ToldOfBreach[] {
  const told = row?.told ?? [];
  const replaced = { replacedBy: next.to, replacedAt: next.at, cause: 'left' } as const;
  const before = told.map((one, n) => (row?.state === 'open' && n === told.length - 1 ? { ...one, ...replaced } : one));
  return [...before, next].slice(-toldAtMost);
}

/** 升級: every breach somebody was told of, open until they acknowledge it; one that an import tells waits for nobody. */
export const caseEscalations = projection<CaseEscalationRow, CaseEvent>({
  name: 'caseEscalations',
  version: 2,
  key: 'escalationKey',
  columns: {
    escalationKey: 'text',
    caseId: 'text',
    number: 'text',
    kind: 'text',
    clock: 'text',
    clockKind: 'text',
    stage: 'text',
    round: 'integer',
    sync: 'integer',
    responsibleId: 'text',
    to: 'text',
    post: 'text',
    dueAt: 'instant',
    toldAt: 'instant',
    told: 'json',
    state: 'text',
    acknowledgedAt: 'instant',
    acknowledgedBy: 'text',
    answer: 'text',
    history: 'boolean',
    revision: 'integer',
  },
  indexes: [['state', 'to'], ['to'], ['caseId'], ['responsibleId'], ['dueAt']],
  keys: { CaseEscalated: key, CaseEscalationAcknowledged: key },
  project: {
    CaseEscalated: (row, { data, revision, recordedAt, metadata: { history = false } }, escalationKey) => {
      const { caseId, number, kind, clock, responsibleId, to, post, dueAt, past } = data;
      const { kind: clockKind, ...about } = clockAbout(clock);
      return {
        ...{ escalationKey, caseId, number, kind, clock, clockKind, ...about, responsibleId, to, post, dueAt },
        ...{ toldAt: recordedAt, told: alsoTold(row, { to, post, at: recordedAt }) },
        ...{ state: past ? 'past' : 'open', history, revision },
      };
    },
    CaseEscalationAcknowledged: (row, { data: { by, answer }, revision, metadata: { occurredAt } }) =>
      row && {
        ...row,
        ...{ state: 'acknowledged', acknowledgedAt: occurredAt, acknowledgedBy: by, answer, revision },
      },
  },
});
