import { personOf } from '@dealtrail/event-sourcing';
import type { CommandMetadata } from '@dealtrail/event-sourcing';
import type { DirectorRule, StepId } from './contract.events.js';
import type { KnownContract, Round } from './contract.fold.js';

/** Who wrote: what an import brings the owner did, as far as its source says; who imports it stands in the metadata. */
export const writerOf = (metadata: CommandMetadata, ownerId: string): string =>
  metadata.actor.kind === 'import' ? ownerId : personOf(metadata);

/** Who decided: of what an import brings, the one whose step it names. */
export function deciderOf(metadata: CommandMetadata, { steps }: Round, asked: StepId | undefined): string {
  const named = metadata.actor.kind === 'import' ? steps.find(({ step }) => step === asked) : undefined;
  return named ? (named.decision?.by ?? named.reviewerId) : personOf(metadata);
}

/** History from a source without directors has nobody to wait for; whoever submits such a contract today does. */
export const unlessUnknown = (
  rule: DirectorRule,
  { draft }: KnownContract,
  { history }: CommandMetadata,
): DirectorRule => (history && draft.dataQuality?.includes('no-director') ? { ...rule, required: false } : rule);
