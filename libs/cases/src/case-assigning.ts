import type { CommandMetadata } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { clockOf, doerOf, doing, giving, stageClock, type Facts } from './case-rules.js';
import { whom } from './case-whom.js';
import type { KnownCase } from './case.fold.js';
import { isOpen } from './clock-state.js';

/** The stage that a complaint is in is another person's from now on. */
export function stageGiven(one: KnownCase, to: string, by: string): Facts {
  const stage = one.stages.at(-1);
  if (!stage || stage.ownerId === to) return [];
  const id = stageClock(stage);
  const clock = clockOf(one, id);
  const clocks = clock && isOpen(clock) ? [{ change: 'given' as const, clock: id, to }] : [];
  const about = { stage: stage.stage, round: stage.round, from: stage.ownerId, to, by };
  return [{ type: 'ComplaintStageAssigned', data: { ...whom(one), ...about, ...doing(clocks) } }];
}

/** Who has a case hands its stage over with it, unless somebody else was named for that. */
export const stageAlong = (one: KnownCase, from: string, by: string): Facts =>
  one.stages.at(-1)?.ownerId === from ? stageGiven(one, one.ownerId, by) : [];

/** A case is another person's from now on, with the promises that were its owner's. */
export function assigned(
  one: KnownCase,
  to: string,
  said: { readonly by: string; readonly group?: string; readonly reason?: string },
): Facts {
  const from = one.ownerId;
  const after = { ...one, ownerId: to };
  return [
    { type: 'CaseAssigned', data: { ...whom(after), from, to, ...said, ...doing(giving(one, from, to)) } },
    ...stageAlong(after, from, said.by),
  ];
}

/** What goes on again is never with somebody who has left meanwhile. */
export const withSomebodyHere =
  (metadata: CommandMetadata, { staff }: Known) =>
  (one: KnownCase): Facts => {
    const to = staff.isActive(one.ownerId) ? undefined : staff.superiorOf(one.ownerId);
    return to === undefined || metadata.history ? [] : assigned(one, to, { by: doerOf(metadata, to) });
  };
