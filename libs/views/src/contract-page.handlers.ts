import { ensureFound, KnownKeeper, permissionOf } from '@dealtrail/event-sourcing';
import { assignedIn, contractPages, ensureMayRead, type ContractPageRow } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { ReadStore } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { dealLabelsOf } from './contract-labels.js';
import { ContractPage } from './contract-views.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';

/** A contract with all of it. */
export interface ContractPageAnswer extends ContractPageRow {
  readonly customerName?: string;
  readonly dealNumber?: string;
  readonly dealTitle?: string;
  /** The names of everybody it mentions, by id. */
  readonly people: Readonly<Record<string, string>>;
  /** Who may act now, and until when they are to; of a round that goes on. */
  readonly waitingFor: readonly string[];
  readonly nextDueAt?: string;
  /** The due instant of an open step has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
  /** Decimal. */
  readonly position: string;
}

@QueryHandler(ContractPage)
export class ContractPageHandler implements IQueryHandler<ContractPage, ContractPageAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ContractPage): Promise<ContractPageAnswer> {
    const { row, position } = await this.store.find(contractPages, question.contractId, question);
    ensureFound(row, 'contract-not-found');
    const read = { ownerId: row.ownerId, assigned: assignedIn(row) };
    ensureMayRead(permissionOf(question), question.metadata.actor, read, this.known.now().staff);
    const ids = [...peopleIn(row)];
    const labels = await labelsOf(this.store, question, [row.customerId], ids);
    const deals = await dealLabelsOf(this.store, question, [row.dealId]);
    const deal = deals.of(row.dealId);
    return {
      ...row,
      ...waits(row, askedAt(question)),
      customerName: labels.customer(row.customerId),
      dealNumber: deal?.number,
      dealTitle: deal?.title,
      people: Object.fromEntries(ids.map((id) => [id, labels.person(id)])),
      position: [labels.position, deals.position].reduce(lowest, position),
    };
  }
}

/** What is open, as of an instant. */
function waits({ status, rounds }: ContractPageRow, now: string) {
  const steps = status === 'review' ? (rounds.at(-1)?.steps ?? []) : [];
  const open = steps.filter(({ decision }) => decision === undefined);
  const holders = open.flatMap(({ reviewerId, deputyId }) => [reviewerId, deputyId]);
  return {
    waitingFor: [...new Set(holders.filter((id) => id !== undefined))],
    nextDueAt: open.map(({ clock }) => clock.dueAt).sort()[0],
    overdue: open.some(({ breach, clock }) => breach !== undefined || now > clock.dueAt),
  };
}

/** Everybody a page names. */
function peopleIn({ ownerId, previousOwners, authors, rounds, comments, ...row }: ContractPageRow): Set<string> {
  const { signed, differing, withdrawn } = row;
  const named: (string | undefined)[] = [
    ownerId,
    ...previousOwners.map((previous) => previous.ownerId),
    ...authors,
    ...comments.map(({ by }) => by),
    ...differing.map(({ by }) => by),
    signed?.by,
    withdrawn?.by,
  ];
  for (const { submittedBy, endedBy, steps } of rounds) {
    named.push(submittedBy, endedBy);
    for (const { holders, deputyId, breach, escalation, decision } of steps) {
      named.push(deputyId, breach?.reviewerId, escalation?.to, decision?.by, decision?.insteadOf);
      for (const { reviewerId, by } of holders) named.push(reviewerId, by);
    }
  }
  return new Set(named.filter((id) => id !== undefined));
}
