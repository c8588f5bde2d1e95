import type { Recorded } from '@dealtrail/event-sourcing';
import {
  clockAbout,
  clockKey,
  ofEveryFact,
  type CaseEvent,
  type CaseWhom,
  type ClockChange,
  type ClockId,
  type ClockKind,
} from '@dealtrail/cases';
import { done, timed, type Item, type WorkFold, type WorkKind } from './work-item.row.js';

type Fact<T extends CaseEvent['type'] = CaseEvent['type']> = Recorded<Extract<CaseEvent, { readonly type: T }>>;
type Step<T extends CaseEvent['type']> = (item: Item, event: Fact<T>) => Item;

/** Silence is nobody's promise. */
const kindOf: Readonly<Record<Exclude<ClockKind, 'silence'>, WorkKind>> = {
  response: 'answer-case',
  solution: 'solve-case',
  closing: 'close-case',
  stage: 'complaint-stage',
  sync: 'sync-progress',
};

const about = ({ caseId, number, customerId, ownerId }: CaseWhom, part: string) =>
  ({ itemId: `${caseId}/${part}`, subject: 'case', subjectId: caseId, part, number, customerId, ownerId }) as const;

/** A promise as its clock goes on; what the customer or a vendor has the word for has no due instant. */
function changed(item: Item, change: ClockChange, { ownerId, ...whom }: CaseWhom): Item {
  const { clock } = change;
  const { kind } = clockAbout(clock);
  if (kind === 'silence') return undefined;
  if (change.change === 'ended') return undefined;
  const its = { ...about({ ownerId, ...whom }, clock), kind: kindOf[kind], assignees: item?.assignees ?? [ownerId] };
  switch (change.change) {
    case 'started':
      return { ...its, assignees: [change.responsibleId], ...timed(change.since, change.dueAt) };
    case 'resumed': // of one that had ended too: the case was opened again, and is its owner's
      return { ...its, ...timed(item?.since ?? change.at, change.dueAt) };
    case 'paused': {
      const idle = change.cause === 'merged' ? ({ idle: 'merged' } as const) : {};
      return item && { ...its, ...timed(item.since), paused: change.cause, ...idle };
    }
    case 'replanned':
      return item && { ...item, ...its, ...timed(item.since, change.dueAt) };
    case 'given':
      return item && { ...item, ...its, assignees: [change.to] };
  }
}

/** What a complaint cannot be closed without (R105); what has been recorded is remembered, for it may be resolved again. */
const causes: { readonly [T in CaseEvent['type']]?: Step<T> } = {
  CaseCauseRecorded: (_, { data, metadata }) => recorded(data, metadata),
  CaseResolved: (item, { data, metadata: { occurredAt } }) =>
    item?.idle ? item : { ...about(data, 'cause'), ...causeOf(data, 'record-cause'), ...timed(occurredAt) },
  CaseResolutionConfirmed: (item) => (item && !item.idle ? { ...item, kind: 'close-confirmed-case' } : item),
  CaseResolutionRefused: (item) => (item?.idle ? item : undefined),
  CaseReopened: (item) => (item?.idle ? item : undefined),
  CaseClosed: (item, { data, metadata }) => (data.cause ? recorded(data, metadata) : item?.idle ? item : undefined),
  CaseMerged: (item) => item && { ...item, idle: item.idle ?? 'merged' },
  CaseUnmerged: (item) => (item?.idle === 'merged' ? { ...item, idle: undefined } : item),
  CaseAssigned: (item, { data: { to } }) => item && { ...item, ownerId: to, assignees: [to] },
  CaseHandedOver: (item, { data: { to } }) => item && { ...item, ownerId: to, assignees: [to] },
  CaseReassigned: (item, { data: { to, owner } }) => item && (owner ? { ...item, ownerId: to, assignees: [to] } : item),
};
const causeOf = ({ ownerId }: CaseWhom, kind: WorkKind) => ({ kind, assignees: [ownerId] });
const recorded = (whom: CaseWhom, { occurredAt }: Fact['metadata']): Item => ({
  ...about(whom, 'cause'),
  ...causeOf(whom, 'record-cause'),
  ...timed(occurredAt),
  idle: 'recorded',
});

type Breach = Fact<'CaseEscalated' | 'CaseEscalationAcknowledged'>['data'];
const escalation = ({ clock, dueAt }: Pick<Breach, 'clock' | 'dueAt'>): string => `escalation/${clock}/${dueAt}`;

/**
 * Of whom it went to, until they acknowledge it (R108); how late it is already is the promise's own. What an import tells is no news:
 * thousands of breaches of years ago would wait for who leads today.
 */
const escalations: { readonly [T in CaseEvent['type']]?: Step<T> } = {
  CaseEscalated: (item, { data, recordedAt }) =>
    data.past
      ? item
      : {
          ...about(data, escalation(data)),
          kind: 'acknowledge-escalation',
          assignees: [data.to],
          ...timed(recordedAt),
        },
  CaseEscalationAcknowledged: done,
};

const isBreach = ({ type }: Fact): boolean => Object.hasOwn(escalations, type);
const isOfCause = ({ type, data: { kind } }: Fact): boolean => kind === 'complaint' && Object.hasOwn(causes, type);
const clocksIn = ({ data: { clocks = [] } }: Fact): readonly ClockChange[] => clocks;

const keys = (event: Fact): readonly string[] => {
  const { data } = event;
  const clocks = clocksIn(event).map(({ clock }) => clockKey(data.caseId, clock));
  const others = [
    ...(isOfCause(event) ? [`${data.caseId}/cause`] : []),
    ...(isBreach(event) ? [`${data.caseId}/${escalation(data as Breach)}`] : []),
  ];
  return [...new Set([...clocks, ...others])];
};

const fold = (item: Item, event: Fact, key: string): Item => {
  const part = key.slice(event.data.caseId.length + 1);
  const table = part === 'cause' ? causes : part.startsWith('escalation/') ? escalations : undefined;
  if (table) return (table[event.type] as (item: Item, event: Fact) => Item)(item, event);
  return clocksIn(event)
    .filter(({ clock }) => clock === (part as ClockId))
    .reduce<Item>((before, change) => changed(before, change, event.data), item);
};

/** What waits of after-sales cases: promises with their clocks, causes of complaints, escalations. */
export const workOfCases: WorkFold<CaseEvent> = { keys: ofEveryFact(keys), project: ofEveryFact(fold) };
