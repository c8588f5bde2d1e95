import { ensure } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ended } from './case-clock.js';
import { ensureMayAct } from './case-owner.js';
import { appending, doerOf, doing, existing, underway, type CaseRules } from './case-rules.js';
import type { ClockChange } from './case.events.js';
import type { KnownCase, TaskForce } from './case.fold.js';
import { whom } from './case-whom.js';
import { isOpen } from './clock-state.js';
import { nextSync, openSync, startedSync, syncNumber } from './sync-clock.js';

/** A complex case, whose customer has a word every week (R102, R103); its task force ends with the case. */
export const taskForceRules: CaseRules<'FormTaskForce' | 'ChangeTaskForce' | 'SyncProgress'> = {
  FormTaskForce: ({ reason, leadId: named, members: others, metadata }, state, known) => {
    const one = underway(state);
    const leadId = named ?? one.ownerId;
    const members = everyOnce([leadId, ...others]);
    if (isAtWork(one)) {
      ensure(one.taskForce.leadId === leadId && sameMembers(one.taskForce.members, members), 'task-force-exists');
      return [];
    }
    ensureMembers(members, members, known);
    return appending(one, metadata, known, (now, at) => {
      const clocks = [startedSync({ sync: nextSync(now), responsibleId: leadId, policy: now.policy }, at, at, known)];
      const by = doerOf(metadata, now.ownerId);
      return [{ type: 'TaskForceFormed', data: { ...whom(now), by, reason, leadId, members, clocks } }];
    });
  },

  ChangeTaskForce: ({ add = [], remove = [], leadId: named, metadata }, state, known) => {
    const one = atWork(underway(state));
    const { members: before, leadId: led } = one.taskForce;
    const leadId = named ?? led;
    ensure(!remove.includes(leadId), 'lead-not-member', { leadId });
    const members = everyOnce([...before, ...add, leadId]).filter((id) => !remove.includes(id));
    const added = members.filter((id) => !before.includes(id));
    const removed = before.filter((id) => !members.includes(id));
    if (added.length + removed.length === 0 && leadId === led) return [];
    ensureMembers(everyOnce([...added, leadId]), members, known);
    return appending(one, metadata, known, (now) => {
      const clocks = leadId === led ? [] : promised(now, leadId);
      const data = { ...whom(now), by: doerOf(metadata, now.ownerId), leadId, members, added, removed };
      return [{ type: 'TaskForceChanged', data: { ...data, ...doing(clocks) } }];
    });
  },

  SyncProgress: ({ channel, text, happenedAt, metadata }, state, known) => {
    const one = existing(state);
    const by = doerOf(metadata, one.taskForce?.leadId ?? one.ownerId);
    const when = happenedAt ?? metadata.occurredAt;
    const last = one.taskForce?.syncs.at(-1);
    if (last?.by === by && last.text === text && last.happenedAt === when) return [];
    const { taskForce } = atWork(underway(one));
    ensure(when <= metadata.occurredAt, 'happened-in-the-future');
    ensure(last === undefined || when >= last.happenedAt, 'word-before-last', { last: last?.happenedAt });
    return appending(one, metadata, known, (now, at) => {
      const week = openSync(now);
      if (!week) return [];
      const sync = syncNumber(week);
      // A word of a week that is over already puts nothing off: the next one is due when this week's was.
      const since = when < week.since ? week.since : when;
      const isLate =
        when > week.since && now.clocks.some((clock) => syncNumber(clock) === sync - 1 && clock.ended === 'missed');
      const next = { sync: sync + 1, responsibleId: taskForce.leadId, policy: week.policy };
      const clocks = [...ended(week, at, 'met', known), startedSync(next, since, at, known)];
      const data = { ...whom(now), sync, by, channel, text, happenedAt: when, late: isLate };
      return [{ type: 'ProgressSynced', data: { ...data, clocks } }];
    });
  },
};

type AtWork = KnownCase & { readonly taskForce: TaskForce };

export const isAtWork = (one: KnownCase): one is AtWork => one.taskForce !== undefined && !one.taskForce.ended;

function atWork(one: KnownCase): AtWork {
  ensure(isAtWork(one), 'no-task-force');
  return one;
}

/** Whoever joins is there, and somebody of the technical team is in it (R102). */
function ensureMembers(joining: readonly string[], members: readonly string[], known: Known): void {
  const { staff } = known;
  for (const memberId of joining) {
    ensure(staff.isActive(memberId), 'member-not-active', { memberId });
    ensureMayAct(memberId, known);
  }
  ensure(
    members.some((id) => staff.rolesOf(id)?.includes('technical')),
    'no-technical-member',
  );
}

/** The word of this week is somebody else's from now on. */
const promised = ({ clocks }: KnownCase, to: string): readonly ClockChange[] =>
  clocks
    .filter((clock) => isOpen(clock) && syncNumber(clock) > 0 && clock.responsibleId !== to)
    .map(({ clock }) => ({ change: 'given', clock, to }));

const everyOnce = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
const sameMembers = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((id) => others.includes(id));
