import { projection, type Recorded } from '@dealtrail/event-sourcing';
import type { CaseClockRow, ClockState } from './case-clock.row.js';
import { endedIn, ofEveryFact, pausedMs } from './case-folding.js';
import { clockAbout, clockKey } from './clock-name.js';
import type { CaseEvent, ClockId } from './case.events.js';
import { changeClocks, onClock, toldOf, type CaseClock } from './clock-state.js';

/** The clocks a fact says something about: those it changes, and the one it is about. */
const touched = ({ data }: Recorded<CaseEvent>): readonly string[] => {
  const about = 'clock' in data ? [data.clock] : [];
  return [...new Set([...about, ...(data.clocks ?? []).map(({ clock }) => clock)])].map((clock) =>
    clockKey(data.caseId, clock),
  );
};

/** A clock with one more fact of its case, as the fold of the case has it. */
function changed(its: CaseClock | undefined, clock: ClockId, { type, data }: Recorded<CaseEvent>) {
  const before = its ? [its] : [];
  const noted = onClock(before, clock, (one) => {
    const { reminded, escalations } = one;
    if (!('clock' in data) || data.clock !== clock) return {};
    if (type === 'CaseClockDueSoon') return { reminded: [...reminded, data.at] };
    if (type === 'CaseClockOverdue') return { overdue: true };
    if (type === 'CaseEscalated') return toldOf(one, data);
    if (type !== 'CaseEscalationAcknowledged') return {};
    return {
      escalations: escalations.map((told) =>
        told.to === data.by && told.dueAt === data.dueAt ? { ...told, answer: data.answer } : told,
      ),
    };
  });
  const own = (data.clocks ?? []).filter((change) => change.clock === clock);
  return changeClocks(noted, own)[0];
}

const stateOf = ({ ended, runningSince }: CaseClock): ClockState =>
  ended ?? (runningSince === undefined ? 'paused' : 'running');

/** 時限: every clock of every case, running, paused and ended. */
export const caseClocks = projection<CaseClockRow, CaseEvent>({
  name: 'caseClocks',
  version: 2,
  key: 'clockKey',
  columns: {
    clockKey: 'text',
    caseId: 'text',
    clock: 'text',
    clockKind: 'text',
    stage: 'text',
    round: 'integer',
    sync: 'integer',
    number: 'text',
    kind: 'text',
    responsibleId: 'text',
    since: 'instant',
    dueAt: 'instant',
    state: 'text',
    pausedFor: 'text',
    endedAt: 'instant',
    limitMs: 'amount',
    counts: 'text',
    calendarVersion: 'integer',
    policyVersion: 'integer',
    countedMs: 'amount',
    pausedMs: 'amount',
    reminded: 'integer',
    overdueAt: 'instant',
    escalatedTo: 'texts',
    plannedAnew: 'integer',
    history: 'boolean',
    its: 'json',
    revision: 'integer',
  },
  indexes: [['state', 'responsibleId'], ['caseId'], ['clockKind', 'state', 'dueAt'], ['dueAt'], ['overdueAt']],
  keys: ofEveryFact(touched),
  project: ofEveryFact(
    (row: CaseClockRow | undefined, event: Recorded<CaseEvent>, key: string): CaseClockRow | undefined => {
      const { data, revision, metadata } = event;
      const { caseId, number, kind } = data;
      const clock = key.slice(caseId.length + 1) as ClockId;
      const its = changed(row?.its, clock, event);
      if (!its) return undefined;
      const { kind: clockKind, ...about } = clockAbout(clock);
      const restarted = (data.clocks ?? []).some((one) => one.change === 'started' && one.clock === clock);
      return {
        ...{ clockKey: key, caseId, clock, clockKind, ...about },
        ...{ number, kind, responsibleId: its.responsibleId },
        ...{ since: its.since, dueAt: its.dueAt, state: stateOf(its), pausedFor: its.paused },
        endedAt: its.ended === undefined ? undefined : (endedIn(event, clock) ?? row?.endedAt),
        ...{ limitMs: its.limitMs, counts: its.counts },
        ...{ calendarVersion: its.calendar?.version, policyVersion: its.policy.version },
        ...{ countedMs: its.countedMs, pausedMs: pausedMs(its) },
        reminded: its.reminded.length,
        overdueAt: restarted ? undefined : event.type === 'CaseClockOverdue' ? event.data.dueAt : row?.overdueAt,
        escalatedTo: its.escalations.map(({ to }) => to),
        plannedAnew: its.plans.length - 1,
        history: row?.history ?? metadata.history === true,
        its,
        revision,
      };
    },
  ),
});
