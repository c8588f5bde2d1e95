import {
  canonicalJson,
  decider,
  ensure,
  ensureFound,
  shortNumber,
  type CommandMetadata,
} from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { sameMoney } from '@dealtrail/money';
import { ensureMayOwn } from '@dealtrail/staff';
import type { AnyDealCommand } from './deal.commands.js';
import { dealEvents, type DealDataFlag, type DealEvent, type DealTerms } from './deal.events.js';
import { evolveDeal, type Deal, type OpenDeal } from './deal.fold.js';
import { followUpFrom, goingStale, goneStale, goneStaleBy } from './follow-up-clock.js';
import { comparePlaces, ensureGates, ensurePlace } from './stage-gates.js';

const today = ({ occurredAt }: CommandMetadata): string => dayOf(occurredAt);

/** The deal while it can be worked on; says why when it cannot. */
function open(deal: Deal): OpenDeal {
  ensureFound(deal.status !== 'none', 'deal-not-found');
  ensure(deal.status !== 'won', 'deal-already-won');
  ensure(deal.status !== 'lost', 'deal-already-lost');
  return deal;
}

/**
 * What a closing says besides its outcome. The day is not ahead of the calendar and not before the deal began; history may
 * contradict itself in that, and says so.
 */
function closing(deal: OpenDeal, given: string | undefined, metadata: CommandMetadata, verb: 'won' | 'lost') {
  const day = given ?? today(metadata);
  const { registeredOn } = deal.registration;
  const contradicts = registeredOn !== undefined && day < registeredOn;
  ensure(day <= today(metadata), `${verb}-in-the-future`);
  ensure(metadata.history || !contradicts, `${verb}-before-registered`);
  const flags: DealDataFlag[] = contradicts ? ['closed-before-registered'] : [];
  const { dealId, ownerId, terms } = deal;
  return { day, flags, counts: { dealId, ownerId, customerId: terms.customerId } };
}

const flagged = (flags: readonly DealDataFlag[]) => (flags.length > 0 ? { dataQuality: flags } : {});

/** The rules of a deal (商機): one owner in sales, gates on the way forward, a follow-up clock while it is open. */
export const deal = decider<AnyDealCommand, DealEvent, Deal, Known>({
  events: dealEvents,
  id: ({ dealId }) => dealId,
  subject: (deal, command) => ({
    owners:
      deal.status !== 'none'
        ? [deal.ownerId]
        : command.type === 'RegisterDeal'
          ? [command.ownerId ?? command.metadata.actor.id]
          : [],
  }),
  initialState: { status: 'none' },
  decide: {
    RegisterDeal: ({ type: _, metadata, ...asked }, deal, known) => {
      const { actor, occurredAt } = metadata;
      const before = deal.status === 'none' ? undefined : deal.registration;
      const hasNoDate = asked.dataQuality?.includes('no-date') ?? false;
      const facts = {
        ...asked,
        ownerId: asked.ownerId ?? actor.id,
        registeredOn: asked.registeredOn ?? (hasNoDate ? undefined : (before?.registeredOn ?? today(metadata))),
      };
      if (before) {
        const { number: _number, stage: _stage, policy: _policy, followUp: _followUp, ...said } = before;
        ensure(canonicalJson(facts) === canonicalJson(said), 'deal-already-registered');
        return [];
      }
      ensure(actor.kind === 'import' || !asked.dataQuality, 'data-flags-are-for-imports');
      ensure(facts.registeredOn === undefined || facts.registeredOn <= today(metadata), 'registered-in-the-future');
      ensureMayOwn(known.staff, facts.ownerId);
      const { value: stages, version: policy } = known.policies.inForce('deal-stages', occurredAt);
      const stage = stages.stages[0]?.id;
      ensure(stage, 'policy-without-stages');
      const followUp = followUpFrom(occurredAt, asked.grade, known);
      const data = { ...facts, number: shortNumber(asked.dealId), stage, policy, followUp };
      return [{ type: 'DealRegistered', data }];
    },

    EditDeal: ({ type: _, metadata: _metadata, dealId, ...asked }, state) => {
      const { terms } = open(state);
      const changed = (Object.keys(asked) as (keyof DealTerms)[]).filter(
        (field) => asked[field] !== undefined && canonicalJson(asked[field]) !== canonicalJson(terms[field]),
      );
      if (changed.length === 0) return [];
      const only = (from: Partial<DealTerms>) => Object.fromEntries(changed.map((field) => [field, from[field]]));
      return [{ type: 'DealEdited', data: { dealId, changes: only(asked), previous: only(terms) } }];
    },

    ChangeDealOwner: ({ dealId, ownerId }, state, { staff }) => {
      const { ownerId: previousOwnerId } = open(state);
      if (ownerId === previousOwnerId) return [];
      ensureMayOwn(staff, ownerId);
      const superiorId = staff.superiorOf(ownerId);
      return [{ type: 'DealOwnerChanged', data: { dealId, ownerId, previousOwnerId, superiorId } }];
    },

    ReassignDeal: ({ dealId, from, to, position }, state, { staff }) => {
      ensureFound(state.status !== 'none', 'deal-not-found');
      if (state.status !== 'open' || state.ownerId !== from) return [];
      // Whoever was to take it may have left meanwhile: then it goes to who answers for that person.
      const ownerId = staff.isActive(to) ? to : staff.superiorOf(to);
      if (ownerId === from) return [];
      ensure(ownerId, 'owner-not-active', { ownerId: to });
      const superiorId = staff.superiorOf(ownerId);
      return [{ type: 'DealReassigned', data: { dealId, ownerId, previousOwnerId: from, superiorId, position } }];
    },

    AddDealEvidence: ({ dealId, key, note }, state) => {
      const shown = open(state).evidence.find((evidence) => evidence.key === key);
      if (shown && shown.note === note) return [];
      return [{ type: 'DealEvidenceAdded', data: { dealId, key, note } }];
    },

    AdvanceDeal: ({ dealId, stage, step, metadata }, state, known) => {
      const deal = open(state);
      const { value: stages, version: policy } = known.policies.inForce('deal-stages', metadata.occurredAt);
      const to = { stage, step };
      ensurePlace(stages, to);
      if (stage === deal.at.stage && (step === undefined || step === deal.at.step)) return [];
      ensure(comparePlaces(stages, to, deal.at) > 0, 'stage-is-behind', { at: deal.at });
      if (!metadata.history)
        ensureGates(
          stages,
          deal.at,
          to,
          deal.evidence.map(({ key }) => key),
        );
      const followUp = followUpFrom(metadata.occurredAt, deal.grade, known);
      return [
        ...goneStaleBy(deal, metadata, known),
        { type: 'DealAdvanced', data: { dealId, from: deal.at, to, policy, followUp } },
      ];
    },

    MoveDealBack: ({ dealId, stage, step, reason, metadata }, state, known) => {
      const { at: from } = open(state);
      const { value: stages, version: policy } = known.policies.inForce('deal-stages', metadata.occurredAt);
      const to = { stage, step };
      ensurePlace(stages, to);
      const direction = comparePlaces(stages, to, from);
      if (direction === 0) return [];
      ensure(direction < 0, 'stage-is-ahead', { at: from });
      return [{ type: 'DealMovedBack', data: { dealId, from, to, policy, reason } }];
    },

    GradeDeal: ({ dealId, grade, reason, position, metadata }, state, known) => {
      const isProcess = metadata.actor.kind === 'process';
      ensure(isProcess || position === undefined, 'position-is-for-processes');
      if (isProcess && (state.status === 'won' || state.status === 'lost')) return [];
      const deal = open(state);
      if (position !== undefined && position < (deal.gradedUpTo ?? 0)) return []; // a later grading has come first
      const late = goneStaleBy(deal, metadata, known);
      const confirmsStale = deal.stale || late.length > 0; // R020 asks for a new look, not for another letter
      if (grade === deal.grade && !confirmsStale) return [];
      const followUp = followUpFrom(metadata.occurredAt, grade, known);
      const data = {
        dealId,
        grade,
        previousGrade: deal.grade,
        reason,
        ...(position !== undefined && { position }),
        followUp,
      };
      return [...late, { type: 'DealGraded', data }];
    },

    WinDeal: ({ amount, wonOn, metadata }, state, known) => {
      if (state.status === 'won' && sameMoney(state.amount, amount) && (wonOn ?? state.wonOn) === state.wonOn)
        return [];
      if (metadata.actor.kind === 'process' && state.status !== 'open') return [];
      const deal = open(state);
      const { day, flags, counts } = closing(deal, wonOn, metadata, 'won');
      const data = { ...counts, amount, wonOn: day, ...flagged(flags) };
      return [...goneStaleBy(deal, metadata, known), { type: 'DealWon', data }];
    },

    LoseDeal: ({ reason, lostOn, metadata }, state, known) => {
      if (state.status === 'lost' && state.reason === reason && (lostOn ?? state.lostOn) === state.lostOn) return [];
      const deal = open(state);
      ensure(reason !== undefined || metadata.history, 'reason-missing');
      const { day, flags, counts } = closing(deal, lostOn, metadata, 'lost');
      const lacking: DealDataFlag[] = reason === undefined ? ['no-reason', ...flags] : flags;
      const data = { ...counts, reason, lostOn: day, ...flagged(lacking) };
      return [...goneStaleBy(deal, metadata, known), { type: 'DealLost', data }];
    },

    ReopenDeal: ({ dealId, reason, metadata }, state, known) => {
      ensureFound(state.status !== 'none', 'deal-not-found');
      if (state.status === 'open') {
        ensure(state.reopenedFor === reason, 'deal-is-open');
        return [];
      }
      const followUp = followUpFrom(metadata.occurredAt, state.grade, known);
      return [{ type: 'DealReopened', data: { dealId, reason, previousStatus: state.status, followUp } }];
    },

    RecordDealGoingStale: ({ dueAt }, state, known) =>
      state.status === 'open' && state.followUp.dueAt === dueAt ? goingStale(state, known) : [],

    RecordDealGoneStale: ({ dueAt }, state, known) =>
      state.status === 'open' && state.followUp.dueAt === dueAt ? goneStale(state, known) : [],
  },
  evolve: evolveDeal,
});
