import { canonicalJson, ensureFound, EventStore, KnownKeeper, permissionOf } from '@dealtrail/event-sourcing';
import {
  assignedIn,
  ensureMayRead,
  readContract,
  termsOf,
  type ContractTerms,
  type ContractText,
} from '@dealtrail/contracts';
import { FileStore } from '@dealtrail/files';
import type { Known } from '@dealtrail/known';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ContractTextChanges } from './contract-views.queries.js';
import { textChanges, type TextChanges } from './text-changes.js';

/** A term that differs between two rounds; absent where it was not said. */
export interface ChangedTerm {
  readonly field: Exclude<keyof ContractTerms, 'text'>;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ContractChangesAnswer {
  readonly contractId: string;
  readonly number: string;
  readonly from: number;
  readonly to: number;
  readonly terms: readonly ChangedTerm[];
  readonly text: TextChanges & {
    /** Whether both rounds were about the very same bytes. */
    readonly same: boolean;
    readonly before?: ContractText;
    readonly after?: ContractText;
  };
  /** Decimal; of the last fact read. */
  readonly position: string;
}

const fields = ['title', 'parties', 'amount', 'paymentTerms', 'breachLiability', 'deliveryPlan', 'templateId'] as const;

/** Read from the log itself, like the trail of a deal. */
@QueryHandler(ContractTextChanges)
export class ContractTextChangesHandler implements IQueryHandler<ContractTextChanges, ContractChangesAnswer> {
  constructor(
    private readonly log: EventStore,
    private readonly files: FileStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ContractTextChanges): Promise<ContractChangesAnswer> {
    const { contractId, metadata, asOf } = question;
    const { staff } = this.known.now();
    const { page, events } = await readContract(this.log, contractId, asOf);
    const read = { ownerId: page.ownerId, assigned: assignedIn(page) };
    ensureMayRead(permissionOf(question), metadata.actor, read, staff);
    const to = question.to ?? page.rounds.length;
    const from = question.from ?? to - 1;
    const [before, after] = [termsOf(events, from), termsOf(events, to)];
    ensureFound(before && after, 'round-not-found');
    const changed = fields.filter(
      (field) => canonicalJson(before[field] ?? null) !== canonicalJson(after[field] ?? null),
    );
    return {
      contractId,
      number: page.number,
      from,
      to,
      terms: changed.map((field) => ({ field, before: before[field], after: after[field] })),
      text: {
        same: before.text?.sha256 === after.text?.sha256,
        before: before.text,
        after: after.text,
        ...(await textChanges(this.files, before.text, after.text)),
      },
      position: String(events.at(-1)?.position ?? 0),
    };
  }
}
