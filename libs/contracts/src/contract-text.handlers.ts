import { ensureFound, EventStore, KnownKeeper, permissionOf } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { readContract, textIn } from './contract-log.js';
import { assignedIn } from './contract-page.row.js';
import { ensureMayRead } from './contract-reach.js';
import type { ContractText } from './contract.events.js';
import { ContractTextFile } from './contract.queries.js';

/** Which file a text is, for who may read the contract; knowing a hash alone opens nothing. */
@QueryHandler(ContractTextFile)
export class ContractTextFileHandler implements IQueryHandler<ContractTextFile, ContractText> {
  constructor(
    private readonly log: EventStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ContractTextFile): Promise<ContractText> {
    const { contractId, sha256, metadata } = question;
    const { staff } = this.known.now();
    const { page, events } = await readContract(this.log, contractId);
    const read = { ownerId: page.ownerId, assigned: assignedIn(page) };
    ensureMayRead(permissionOf(question), metadata.actor, read, staff);
    const text = textIn(events, sha256);
    ensureFound(text, 'text-not-found');
    return text;
  }
}
