import { ensure, same, shortNumber } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { CaseHandlingPolicy, CaseLevel, CasePriority } from '@dealtrail/policies';
import { mayOwn } from '@dealtrail/staff';
import { withSomebodyHere } from './case-assigning.js';
import { limitMs, limitsFor, paused, resumed, started } from './case-clock.js';
import { firstOwner } from './case-owner.js';
import { policyOf } from './case-policy.js';
import { appending, doerOf, doing, existing, underway, unmerged, type CaseRules } from './case-rules.js';
import type { ReportCase } from './case-reporting.commands.js';
import type { WhoseSubject } from './case-subjects.js';
import { whom } from './case-whom.js';
import { evolveCase } from './case.fold.js';
import { isRunning } from './clock-state.js';
import { entering } from './complaint-stages.js';

/**
 * A case comes, and what is known of it (R099–R101, R109). Whose its order or customer is stands beside the command: in its body, a
 * repeat after that has changed would be another command.
 */
export const reportingRules = (
  whose: WhoseSubject,
): CaseRules<'ReportCase' | 'EditCase' | 'ChangeCasePriority' | 'MergeCase' | 'UnmergeCase'> => ({
  ReportCase: ({ type: _, metadata, ...asked }, state, known) => {
    const { caseId, kind, subject, description, orderId, productId } = asked;
    const { actor, occurredAt, history } = metadata;
    const isLink = actor.kind === 'customerLink';
    const its = history ? {} : knownOf(whose, known); // of history only its source says
    const customerId = asked.customerId ?? (state.status === 'none' ? its.customerId : state.reported.customerId);
    // By a link only what it is about and the words count: all else is the company's to say.
    const said: Omit<ReportCase, 'type' | 'metadata'> = isLink
      ? { caseId, kind, subject, description, customerId, orderId, productId, channel: 'customerLink' }
      : asked;
    const { channel, category, group, impact = 3, urgency = 3, dataQuality, moreToTell, source, sellerId } = said;
    const about = { caseId, kind, channel, subject, description, customerId, orderId, productId };
    const words = { ...about, category, group, impact, urgency, dataQuality, moreToTell, source };
    if (state.status !== 'none') {
      const { reported } = state;
      const again = {
        ...{ ...reported, ...words },
        ownerId: history ? reported.ownerId : (said.ownerId ?? reported.ownerId),
        sellerId: sellerId ?? reported.sellerId, // whose order it was then
        reportedAt: said.reportedAt ?? reported.reportedAt,
      };
      ensure(same(reported, again), 'case-already-reported');
      return [];
    }
    const reportedAt = said.reportedAt ?? occurredAt;
    ensure(reportedAt <= occurredAt, 'reported-in-the-future');
    ensure(history || (dataQuality ?? moreToTell) === undefined, 'data-quality-is-for-imports');
    ensureSeller(sellerId, history, known);
    const ownerId = firstOwner({ caseId, ownerId: said.ownerId }, metadata, known);
    const reporter = actor.kind === 'staff' ? actor.id : metadata.onBehalfOf;
    // Who sold, of history only its source says: who imports it did not, and a stand-in sells nothing.
    const sells = !history && reporter !== undefined && mayOwn(known.staff, reporter);
    const seller = sellerId ?? its.sellerId ?? (sells ? reporter : undefined);
    const { value, version } = known.policies.inForce('case-handling', reportedAt);
    const limits = limitsFor(value, kind);
    const { counts } = limits;
    const calendar =
      counts === 'working-time' ? { calendar: known.policies.inForce('calendar', occurredAt).version } : {};
    const clocks = (['response', 'solution', 'closing'] as const).map((clock) => {
      const plan = { clock, responsibleId: ownerId, ...limitMs(limits[clock]), counts, ...calendar, policy: version };
      return started(plan, reportedAt, occurredAt, known);
    });
    const fact = {
      type: 'CaseReported' as const,
      data: {
        ...{ ...words, number: shortNumber(caseId), ownerId, sellerId: seller, reportedAt },
        ...(isLink ? { linkId: actor.id } : { reportedBy: doerOf(metadata, ownerId) }),
        ...{ priority: priorityOf(value, impact, urgency), policy: version, clocks },
      },
    };
    const one = existing(evolveCase.CaseReported(state, fact));
    return [fact, ...entering(one, 'intake', reportedAt, known, occurredAt)];
  },

  EditCase: ({ type: _, caseId: __, metadata, ...said }, state, known) => {
    const one = unmerged(state);
    // What names an order is whose that is, whoever has the customer.
    const about = said.orderId !== undefined || (said.customerId !== undefined && one.orderId === undefined);
    const its = about && !metadata.history ? knownOf(whose, known) : {};
    const asked = {
      ...{ ...said, customerId: said.customerId ?? one.customerId ?? its.customerId },
      sellerId: said.sellerId ?? one.sellerId ?? its.sellerId,
    };
    const changes = Object.fromEntries(
      Object.entries(asked).filter(([key, value]) => value !== undefined && one[key as keyof typeof asked] !== value),
    ) as typeof asked;
    if (Object.keys(changes).length === 0) return [];
    ensure(metadata.history || !changes.moreToTell, 'data-quality-is-for-imports');
    ensureSeller(said.sellerId, metadata.history, known);
    const by = doerOf(metadata, one.ownerId);
    return appending(one, metadata, known, (now) => [
      { type: 'CaseEdited', data: { ...whom({ ...now, ...changes }), by, changes } },
    ]);
  },

  ChangeCasePriority: ({ impact, urgency, reason, metadata }, state, known) => {
    const one = underway(state);
    if (one.impact === impact && one.urgency === urgency) return [];
    const by = doerOf(metadata, one.ownerId);
    const priority = priorityOf(policyOf(one, known), impact, urgency);
    return appending(one, metadata, known, (now) => [
      { type: 'CasePriorityChanged', data: { ...whom(now), by, impact, urgency, priority, reason } },
    ]);
  },

  MergeCase: ({ caseId, into, reason, metadata }, state, known) => {
    const one = existing(state);
    if (one.mergedInto === into) return [];
    ensure(into !== caseId, 'merged-into-itself');
    underway(one);
    const by = doerOf(metadata, one.ownerId);
    return appending(one, metadata, known, (now, at) => [
      {
        type: 'CaseMerged',
        data: {
          ...{ ...whom(now), into, by, reason },
          ...doing(now.clocks.filter(isRunning).flatMap((clock) => paused(clock, at, 'merged', known))),
        },
      },
    ]);
  },

  UnmergeCase: ({ reason, metadata }, state, known) => {
    const one = existing(state);
    if (one.mergedInto === undefined) {
      ensure(one.unmergedFor === reason, 'case-not-merged');
      return [];
    }
    const from = one.mergedInto;
    const by = doerOf(metadata, one.ownerId);
    return appending(
      one,
      metadata,
      known,
      (now, at) => {
        const stopped = now.clocks.filter((clock) => clock.paused === 'merged');
        const clocks = stopped.flatMap((clock) => resumed(clock, at, known));
        return [{ type: 'CaseUnmerged', data: { ...whom(now), from, by, reason, ...doing(clocks) } }];
      },
      withSomebodyHere(metadata, known),
    );
  },
});

/** Whose it is, a seller only whom we know. */
const knownOf = ({ sellerId, ...whose }: WhoseSubject, { staff }: Known): WhoseSubject => ({
  ...whose,
  ...(sellerId !== undefined && staff.person(sellerId) && { sellerId }),
});

const priorityOf = ({ priorities }: CaseHandlingPolicy, impact: CaseLevel, urgency: CaseLevel): CasePriority =>
  priorities[`${impact}/${urgency}`] ?? 'low';

/** Who sold may have left; of a code nobody has, only history speaks. */
function ensureSeller(sellerId: string | undefined, history: boolean | undefined, { staff }: Known): void {
  if (sellerId !== undefined && !history) ensure(staff.person(sellerId), 'seller-unknown', { sellerId });
}
