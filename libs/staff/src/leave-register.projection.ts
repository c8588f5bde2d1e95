import { projection, type Instant } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { PersonEvent } from './person.events.js';

export const leaveStates = ['planned', 'begun', 'ended', 'cancelled'] as const;
export type LeaveState = (typeof leaveStates)[number];

/** A leave in the register; why is nobody's business and not on record. */
export interface LeaveRow {
  /** `<staffId>/<leaveId>`: clients name leaves, so that two people's may bear one id. */
  readonly id: string;
  readonly staffId: string;
  readonly leaveId: string;
  readonly from: Day;
  readonly until: Day;
  readonly beginsAt: Instant;
  /** As planned. */
  readonly endsAt: Instant;
  readonly state: LeaveState;
  /** When it was really over, or cancelled. */
  readonly closedAt?: Instant;
}

type Named = { readonly data: { readonly staffId: string; readonly leaveId: string } };

const idOf = ({ data: { staffId, leaveId } }: Named): string => `${staffId}/${leaveId}`;
const key = (event: Named) => [idOf(event)];

/** 請假一覽: who is away when. */
export const leaveRegister = projection<LeaveRow, PersonEvent>({
  name: 'leaveRegister',
  version: 1,
  key: 'id',
  columns: {
    id: 'text',
    staffId: 'text',
    leaveId: 'text',
    from: 'date',
    until: 'date',
    beginsAt: 'instant',
    endsAt: 'instant',
    state: 'text',
    closedAt: 'instant',
  },
  indexes: [['staffId'], ['from'], ['until']],
  keys: { LeavePlanned: key, LeaveCancelled: key, LeaveBegun: key, LeaveEnded: key },
  project: {
    LeavePlanned: (_, event) => ({ id: idOf(event), ...event.data, state: 'planned' }),
    LeaveCancelled: (row, { metadata: { occurredAt } }) => row && { ...row, state: 'cancelled', closedAt: occurredAt },
    LeaveBegun: (row) => row && { ...row, state: 'begun' },
    LeaveEnded: (row, { metadata: { occurredAt } }) => row && { ...row, state: 'ended', closedAt: occurredAt },
  },
});
