import { reactions, type Action, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import {
  caseDecider,
  type CaseEvent,
  type CaseRecurrenceEvent,
  type CaseWhom,
  type ClockChange,
} from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { order } from '@dealtrail/orders';
import { remind, type About } from './remind.js';

/** Whoever has to know of a case is told, once for each fact and person; history is no news to anybody. */
export const caseRemindersReactions = reactions<CaseEvent | CaseRecurrenceEvent, Known>({
  name: 'caseReminders',
  react: {
    CaseReported: async (event, { load }) => {
      const { ownerId, reportedBy, linkId, orderId, clocks } = event.data;
      const assigned =
        ownerId === reportedBy ? [] : remind(event, 'case-assigned', [ownerId], ofCase(event, dueOf(clocks)));
      if (linkId === undefined || orderId === undefined) return assigned;
      const its = await load(order, orderId);
      const seller = its.status === 'none' || its.ownerId === ownerId ? undefined : its.ownerId;
      return [...assigned, ...remind(event, 'case-reported-by-customer', [seller], ofCase(event))];
    },
    CaseAssigned: (event) => given(event, event.data.to, event.data.by),
    CaseHandedOver: (event) => [
      ...given(event, event.data.to, event.data.by),
      ...remind(
        event,
        'case-handed-over',
        [event.data.sellerId].filter((id) => id !== event.data.to),
        ofCase(event),
      ),
    ],
    CaseReassigned: (event) => remind(event, 'case-assigned', [event.data.to], ofCase(event)),

    CaseResolutionRefused: (event) =>
      remind(event, 'case-resolution-refused', followers(event), ofCase(event, dueOf(event.data.clocks))),
    CaseReopened: (event) => remind(event, 'case-reopened', followers(event), ofCase(event, dueOf(event.data.clocks))),

    /** A complaint that cannot close yet: its clock goes on. */
    CaseResolutionConfirmed: (event) => {
      const { ownerId, clocks } = event.data;
      const goesOn = clocks?.some(({ change, clock }) => change === 'resumed' && clock === 'closing');
      return goesOn ? remind(event, 'case-cause-missing', [ownerId], ofCase(event, dueOf(clocks))) : [];
    },

    ComplaintStageEntered: (event) => {
      const { ownerId, stageOwnerId, stage, round, clocks } = event.data;
      if (stageOwnerId === ownerId) return [];
      const about = ofCase(event, dueOf(clocks), `stage/${stage}/${round}`);
      return remind(event, 'complaint-stage-assigned', [stageOwnerId], about);
    },
    ComplaintStageAssigned: (event) => {
      const { to, by, stage, round } = event.data;
      const about = ofCase(event, undefined, `stage/${stage}/${round}`);
      return to === by ? [] : remind(event, 'complaint-stage-assigned', [to], about);
    },

    TaskForceSuggested: (event, { known: { staff } }) => {
      const { ownerId } = event.data;
      return remind(event, 'task-force-suggested', [ownerId, staff.superiorOf(ownerId)], ofCase(event));
    },
    TaskForceFormed: (event) => named(event, [event.data.leadId, ...event.data.members]),
    TaskForceChanged: (event) => named(event, event.data.added),

    CaseClocksReplanned: (event) => {
      const { ownerId, cause, clocks } = event.data;
      return remind(event, `${cause}-replanned`, [ownerId], ofCase(event, dueOf(clocks)));
    },
    CaseClockDueSoon: (event) => {
      const { responsibleId, clock, dueAt } = event.data;
      return remind(event, 'case-clock-due-soon', [responsibleId], ofCase(event, dueAt, clock));
    },
    CaseClockOverdue: (event) => {
      const { responsibleId, ownerId } = event.data;
      return remind(event, 'case-clock-overdue', [responsibleId, ownerId], late(event));
    },
    /** Open until they answer (R108). */
    CaseEscalated: (event) => remind(event, 'case-escalated', [event.data.to], late(event)),
    CaseEscalationAcknowledged: (event) => {
      const { by, ownerId, clock } = event.data;
      return by === ownerId
        ? []
        : remind(event, 'case-escalation-answered', [ownerId], ofCase(event, undefined, clock));
    },

    /** The owner of the last of its cases, and the superior, who has to see to prevention (R105); `part` tells product and customer apart. */
    CauseRecurred: async (event, { load, known: { staff } }) => {
      const last = await load(caseDecider, event.data.caseId);
      if (last.status === 'none') return [];
      const people = [last.ownerId, staff.superiorOf(last.ownerId)];
      return remind(event, 'case-cause-recurred', people, ofCase({ data: last }, undefined, event.data.subjectKind));
    },
  },
});

type OfCase = { readonly data: Pick<CaseWhom, 'caseId' | 'number'> };

const ofCase = ({ data: { caseId, number } }: OfCase, dueAt?: Instant, part?: string): About => ({
  about: { category: 'case', id: caseId, ...(part !== undefined && { part }) },
  number,
  ...(dueAt !== undefined && { dueAt }),
});

const late = (event: Recorded<Extract<CaseEvent, { type: 'CaseClockOverdue' | 'CaseEscalated' }>>): About => ({
  ...ofCase(event, event.data.dueAt, event.data.clock),
  overdue: true,
});

/** The first of the instants that a fact plans. */
const dueOf = (clocks: readonly ClockChange[] = []): Instant | undefined =>
  clocks.flatMap((change) => ('dueAt' in change && change.dueAt !== undefined ? [change.dueAt] : [])).sort()[0];

/** Who took it knows. */
const given = (event: Recorded<CaseEvent>, to: string, by: string): readonly Action[] =>
  to === by ? [] : remind(event, 'case-assigned', [to], ofCase(event));

/** Who named the others knows. */
const named = (
  event: Recorded<Extract<CaseEvent, { type: 'TaskForceFormed' | 'TaskForceChanged' }>>,
  people: readonly string[],
): readonly Action[] =>
  remind(
    event,
    'task-force-named',
    people.filter((id) => id !== event.data.by),
    ofCase(event, dueOf(event.data.clocks)),
  );

/** The owner, and the seller who keeps following (R106). */
const followers = ({ data: { ownerId, sellerId } }: Recorded<CaseEvent>) => [ownerId, sellerId];
