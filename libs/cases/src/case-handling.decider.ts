import { ensure, ensureAllowed, ensureFound, type Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { mayOwn } from '@dealtrail/staff';
import { assigned, stageAlong, stageGiven } from './case-assigning.js';
import { started } from './case-clock.js';
import { assignee, inTurn } from './case-owner.js';
import { policyOf } from './case-policy.js';
import {
  appending,
  clockOf,
  doerOf,
  doing,
  ending,
  existing,
  giving,
  isLate,
  pausing,
  resuming,
  underway,
  unresolved,
  type CaseRules,
} from './case-rules.js';
import { whom } from './case-whom.js';
import type { KnownCase } from './case.fold.js';
import { reaching } from './complaint-stages.js';

/** From the first reaction to the resolution (R099–R104, R106, R108). */
export const handlingRules: CaseRules<
  | 'RespondToCase'
  | 'AssignCase'
  | 'HandOverCase'
  | 'GivePreliminarySolution'
  | 'AwaitCase'
  | 'ResumeCase'
  | 'ResolveCase'
  | 'AssignComplaintStage'
  | 'AcknowledgeCaseEscalation'
> = {
  RespondToCase: ({ channel, note, metadata }, state, known) => {
    const one = underway(state);
    const by = doerOf(metadata, one.ownerId);
    const before = one.response;
    if (before && (note === undefined || note === before.note)) {
      ensure(before.by === by || metadata.history, 'case-already-responded', { by: before.by });
      return [];
    }
    return appending(
      one,
      metadata,
      known,
      (now, at) => {
        const late = isLate(now, 'response');
        const clocks = ending(now, ['response'], at, 'met', known);
        return [{ type: 'CaseResponded', data: { ...whom(now), by, channel, note, late, ...doing(clocks) } }];
      },
      (now, at) => reaching(now, 'investigation', at, known),
    );
  },

  AssignCase: ({ caseId, to: asked, group, reason, metadata }, state, known) => {
    const one = underway(state);
    const to = assignee(asked, caseId, metadata, known);
    if (one.ownerId === to && (group ?? one.group) === one.group) return [];
    const by = doerOf(metadata, one.ownerId);
    return appending(one, metadata, known, (now) => assigned(now, to, { by, group, reason }));
  },

  HandOverCase: ({ caseId, department, to: asked, group, reason, metadata }, state, known) => {
    const one = underway(state);
    const { staff } = known;
    const isIn = (id: string): boolean => (staff.rolesOf(id) ?? []).includes(department);
    const stays = asked === undefined && isIn(one.ownerId);
    const named = asked === undefined ? undefined : assignee(asked, caseId, metadata, known);
    const to = named ?? (stays ? one.ownerId : inTurn(known, department, caseId));
    ensure(to !== undefined, 'nobody-to-handle');
    if (named !== undefined && !metadata.history)
      ensure(isIn(named), 'assignee-not-in-department', { assigneeId: named, department });
    if (one.ownerId === to && (group ?? one.group) === one.group) return [];
    const by = doerOf(metadata, one.ownerId);
    const from = one.ownerId;
    const seller = one.sellerId ?? (!metadata.history && mayOwn(staff, from) ? from : undefined);
    const after = { ...one, ownerId: to, sellerId: seller };
    const said = { from, to, department, group: group ?? one.group, by, reason };
    return appending(
      one,
      metadata,
      known,
      (now) => [{ type: 'CaseHandedOver', data: { ...whom(after), ...said, ...doing(giving(now, from, to)) } }],
      (now) => stageAlong(now, from, by),
    );
  },

  GivePreliminarySolution: ({ solution, metadata }, state, known) => {
    const one = unresolved(state);
    const before = one.solution;
    if (before?.text === solution) return [];
    // Another plan is another promise: only of a customer who was not content with what came of the first.
    ensure(!before || one.reopenedFor !== undefined, 'solution-already-given');
    const by = doerOf(metadata, one.ownerId);
    return appending(
      one,
      metadata,
      known,
      (now, at) => {
        const late = isLate(now, 'solution');
        const clocks = ending(now, ['response', 'solution'], at, 'met', known);
        return [{ type: 'PreliminarySolutionGiven', data: { ...whom(now), by, solution, late, ...doing(clocks) } }];
      },
      (now, at) => reaching(now, 'handling', at, known),
    );
  },

  AwaitCase: ({ for: reason, reason: why, metadata }, state, known) => {
    const one = unresolved(state);
    const { wait } = one;
    if (wait?.for === reason && (why ?? wait.reason) === wait.reason) return [];
    const by = doerOf(metadata, one.ownerId);
    const pauses = policyOf(one, known).pausingWaits.includes(reason);
    return appending(
      one,
      metadata,
      known,
      (now, at) => {
        if (!wait) return [];
        const clocks = resuming(now, at, known);
        return [{ type: 'CaseWaitEnded', data: { ...whom(now), for: wait.for, by, ...doing(clocks) } }];
      },
      (now, at) => {
        const clocks = [
          ...ending(now, ['response'], at, 'met', known),
          ...(pauses ? pausing(now, at, `wait/${reason}`, known) : []),
        ];
        return [{ type: 'CaseWaitBegun', data: { ...whom(now), for: reason, by, reason: why, ...doing(clocks) } }];
      },
    );
  },

  ResumeCase: ({ note, metadata }, state, known) => {
    const one = unresolved(state);
    const { wait } = one;
    if (!wait) return [];
    const by = doerOf(metadata, one.ownerId);
    return appending(one, metadata, known, (now, at) => [
      { type: 'CaseWaitEnded', data: { ...whom(now), for: wait.for, by, note, ...doing(resuming(now, at, known)) } },
    ]);
  },

  ResolveCase: ({ resolution, metadata }, state, known) => {
    const one = underway(state);
    if (one.status === 'resolved') {
      ensure(one.resolution?.text === resolution, 'case-resolved');
      return [];
    }
    const by = doerOf(metadata, one.ownerId);
    const { silenceHours } = policyOf(one, known);
    return appending(
      one,
      metadata,
      known,
      (now, at) => {
        const clocks = [
          ...ending(now, ['response', 'solution'], at, 'met', known),
          ...pausing(now, at, 'resolved', known, ['closing']), // the stage is left
          ...(silenceHours > 0 ? [silence(now, silenceHours, at, known)] : []),
        ];
        return [{ type: 'CaseResolved', data: { ...whom(now), by, resolution, ...doing(clocks) } }];
      },
      (now, at) => reaching(now, 'feedback', at, known),
    );
  },

  AssignComplaintStage: ({ stage, to, metadata }, state, known) => {
    const one = underway(state);
    ensure(one.kind === 'complaint', 'not-a-complaint');
    const current = one.stages.at(-1);
    ensure(current?.stage === stage, 'stage-not-current', { stage: current?.stage });
    const person = assignee(to, one.caseId, metadata, known);
    if (current.ownerId === person) return [];
    const by = doerOf(metadata, one.ownerId);
    return appending(one, metadata, known, (now) => stageGiven(now, person, by));
  },

  AcknowledgeCaseEscalation: ({ clock: id, dueAt, answer, metadata }, state, known) => {
    const one = existing(state);
    const told = (clockOf(one, id)?.escalations ?? []).filter((escalation) => escalation.dueAt === dueAt);
    ensureFound(told.length > 0, 'escalation-not-found');
    const by = metadata.actor.kind === 'import' ? (told[0]?.to ?? one.ownerId) : doerOf(metadata, one.ownerId);
    const theirs = told.find(({ to }) => to === by);
    ensureAllowed(theirs, 'not-escalated-to-you');
    if (theirs.answer !== undefined) {
      ensure(theirs.answer === answer, 'escalation-already-acknowledged');
      return [];
    }
    return appending(one, metadata, known, (now) => [
      { type: 'CaseEscalationAcknowledged', data: { ...whom(now), clock: id, dueAt, by, answer } },
    ]);
  },
};

/** How long the customer may say nothing of a resolution before it closes; nobody's breach. */
const silence = (one: KnownCase, hours: number, since: Instant, known: Known) => {
  const plan = { clock: 'silence', responsibleId: one.ownerId, limitMs: hours * 3_600_000, warnMs: [] } as const;
  return started({ ...plan, counts: 'round-the-clock', policy: one.policy }, since, since, known);
};
