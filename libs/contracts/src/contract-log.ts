import { ensureFound, fold, projectRow, type EventStore, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { ContractPageRow } from './contract-page.row.js';
import { contractPages } from './contract-page.projection.js';
import { contract } from './contract.decider.js';
import type { ContractEvent, ContractTerms, ContractText } from './contract.events.js';

/** A contract as its own stream tells it: whatever has been recorded, never behind a read model. */
export interface LoggedContract {
  readonly page: ContractPageRow;
  readonly events: readonly Recorded<ContractEvent>[];
}

/** With `asOf` what was on record then; `contract-not-found`. */
export async function readContract(log: EventStore, contractId: string, asOf?: string): Promise<LoggedContract> {
  const limit: Instant | undefined = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const [recorded = []] = (await log.read([`contract-${contractId}`])) as Recorded<ContractEvent>[][];
  const events = recorded.filter(({ recordedAt }) => limit === undefined || recordedAt <= limit);
  let page: ContractPageRow | undefined;
  for (const event of events) page = projectRow(contractPages, page, event, contractId) as ContractPageRow | undefined;
  ensureFound(page, 'contract-not-found');
  return { page, events };
}

/** A text that the contract refers to or has referred to: drafted, revised, signed or brought as signed; by its last name. */
export function textIn(events: LoggedContract['events'], sha256: string): ContractText | undefined {
  const texts = events.flatMap(({ type, data }): (ContractText | undefined)[] => {
    if (type === 'ContractDrafted' || type === 'ContractSigned') return [data.text];
    if (type === 'ContractRevised') return [data.changes.text];
    return type === 'SignedTextDiffers' ? [data.signed] : [];
  });
  return texts.findLast((text) => text?.sha256 === sha256);
}

/** What the contract said when a round was submitted; nothing for a round there was not. */
export function termsOf(events: LoggedContract['events'], round: number): ContractTerms | undefined {
  const last = events.findIndex(({ type, data }) => type === 'ContractSubmitted' && data.round === round);
  const state = fold(contract, events.slice(0, last + 1));
  return state.status === 'none' ? undefined : state.terms;
}
