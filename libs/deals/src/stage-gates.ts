import { ensure } from '@dealtrail/event-sourcing';
import type { DealStages } from '@dealtrail/policies';
import type { DealStage } from './deal.events.js';

/** Where a place stands: its stage, and in it its step; a stage without a step lies before its first step. */
const rank = ({ stages, steps }: DealStages, { stage, step }: DealStage): readonly [number, number] => [
  stages.findIndex(({ id }) => id === stage),
  step === undefined ? -1 : steps.findIndex(({ id }) => id === step),
];

/** Refuses `unknown-stage`, `unknown-step` and `step-not-in-stage`. */
export function ensurePlace(policy: DealStages, { stage, step }: DealStage): void {
  ensure(
    policy.stages.some(({ id }) => id === stage),
    'unknown-stage',
    { stages: policy.stages.map(({ id }) => id) },
  );
  if (step === undefined) return;
  const found = policy.steps.find(({ id }) => id === step);
  ensure(found, 'unknown-step', { steps: policy.steps.map(({ id }) => id) });
  ensure(found.stage === stage, 'step-not-in-stage', { stage: found.stage });
}

/** Less than 0 when `a` comes before `b`; a place that the policy no longer knows comes before all. */
export function comparePlaces(policy: DealStages, a: DealStage, b: DealStage): number {
  const [stageA, stepA] = rank(policy, a);
  const [stageB, stepB] = rank(policy, b);
  return stageA - stageB || stepA - stepB;
}

/** Refuses `gate-not-met`: each step that is entered or passed asks for its evidence (R037). */
export function ensureGates(policy: DealStages, from: DealStage, to: DealStage, evidence: readonly string[]): void {
  for (const { id: step, stage, requires } of policy.steps) {
    const place = { stage, step };
    if (comparePlaces(policy, place, from) <= 0 || comparePlaces(policy, place, to) > 0) continue;
    const missing = requires.filter((key) => !evidence.includes(key));
    ensure(missing.length === 0, 'gate-not-met', { step, missing });
  }
}
