import { projection } from '@dealtrail/event-sourcing';
import type { CaseEscalationRow } from './case-escalation.row.js';
import type { CaseEvent, ClockId } from './case.events.js';
import { clockAbout, clockKey } from './clock-name.js';

interface OfBreach {
  readonly data: { readonly caseId: string; readonly clock: ClockId; readonly dueAt: string };
}
const key = ({ data: { caseId, clock, dueAt } }: OfBreach) => [`${clockKey(caseId, clock)}/${dueAt}`];

/** 升級: every breach somebody was told of, open until they acknowledge it. */
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
    CaseEscalated: (_, { data, revision, recordedAt, metadata: { history = false } }, escalationKey) => {
      const { caseId, number, kind, clock, responsibleId, to, post, dueAt } = data;
      const { kind: clockKind, ...about } = clockAbout(clock);
      return {
        ...{ escalationKey, caseId, number, kind, clock, clockKind, ...about, responsibleId, to, post, dueAt },
        ...{ toldAt: recordedAt, state: 'open', history, revision },
      };
    },
    CaseEscalationAcknowledged: (row, { data: { by, answer }, revision, metadata: { occurredAt } }) =>
      row && {
        ...row,
        ...{ state: 'acknowledged', acknowledgedAt: occurredAt, acknowledgedBy: by, answer, revision },
      },
  },
});
