import { derivedId, fold, type EventStore } from '@dealtrail/event-sourcing';
import { caseDecider, readCase, type KnownCase } from '@dealtrail/cases';

/** A case as the log has it now: who may hold a link to it, and what its holder may still answer, wait for no read model. */
export async function linkedCase(log: EventStore, caseId: string): Promise<KnownCase | undefined> {
  const state = fold(caseDecider, await readCase(log, caseId));
  return state.status === 'none' ? undefined : state;
}

/** What a link asks of a case is about what was done for it. */
export const resolutionPart = 'resolution';

/** Which resolution that is: another one, or the same after the customer refused it, is another question. */
export const resolutionSeen = ({ resolution, clocks }: KnownCase): string => {
  const plans = clocks.find(({ clock }) => clock === 'closing')?.plans ?? [];
  return derivedId('resolution', resolution?.text ?? '', plans.filter(({ cause }) => cause === 'resumed').length);
};
