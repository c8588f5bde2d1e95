import { reactions, signal, start, type Action, type ReactionContext, type Recorded } from '@dealtrail/event-sourcing';
import { caseDecider, type CaseEvent } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { complaintEscalation, standingOf } from './complaint-escalation.process.js';

/** Every fact of a case is told to its process, as all its clocks stand now; one that is opened again has a new run. */
export const complaintEscalationReactions = reactions<CaseEvent, Known>({
  name: 'complaintEscalation',
  react: {
    CaseReported: ({ data: { caseId } }) => [start(complaintEscalation, caseId)],
    CaseEdited: (event, context) => tell(event, context),
    CasePriorityChanged: (event, context) => tell(event, context),
    CaseResponded: (event, context) => tell(event, context),
    CaseAssigned: (event, context) => tell(event, context),
    CaseHandedOver: (event, context) => tell(event, context),
    PreliminarySolutionGiven: (event, context) => tell(event, context),
    CaseWaitBegun: (event, context) => tell(event, context),
    CaseWaitEnded: (event, context) => tell(event, context),
    CaseResolved: (event, context) => tell(event, context),
    CaseResolutionConfirmed: (event, context) => tell(event, context),
    CaseResolutionRefused: (event, context) => tell(event, context),
    CaseClosed: (event, context) => tell(event, context),
    CaseReopened: (event, context) => tell(event, context),
    CaseMerged: (event, context) => tell(event, context),
    CaseUnmerged: (event, context) => tell(event, context),
    CaseCauseRecorded: (event, context) => tell(event, context),

    ComplaintStageEntered: (event, context) => tell(event, context),
    ComplaintStageAssigned: (event, context) => tell(event, context),

    TaskForceSuggested: (event, context) => tell(event, context),
    TaskForceFormed: (event, context) => tell(event, context),
    TaskForceChanged: (event, context) => tell(event, context),
    ProgressSynced: (event, context) => tell(event, context),
    TaskForceEnded: (event, context) => tell(event, context),

    CaseClocksReplanned: (event, context) => tell(event, context),
    CaseReassigned: (event, context) => tell(event, context),
    CaseClockDueSoon: (event, context) => tell(event, context),
    CaseClockOverdue: (event, context) => tell(event, context),
    CaseEscalated: (event, context) => tell(event, context),
    CaseEscalationAcknowledged: (event, context) => tell(event, context),
  },
});

/** One of which nothing is promised any more hears that it has ended, and how it stands then. */
async function tell(event: Recorded<CaseEvent>, { load }: ReactionContext<Known>): Promise<readonly Action[]> {
  const { caseId } = event.data;
  const { position } = event;
  return [
    signal(complaintEscalation, caseId, { ...event, data: standingOf(await load(caseDecider, caseId), position) }),
  ];
}
