import {
  CommandRunner,
  EventStore,
  KnownKeeper,
  permissionOf,
  reachOf,
  systemClock,
  type CommandResult,
  type Instant,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CustomerLinkCommand, type AnyCustomerLinkCommand } from './customer-link.commands.js';
import { customerLinkWith } from './customer-link.decider.js';
import { CustomerLinkRegister, type LinkState } from './customer-link.queries.js';
import { customerLinkRegister, type CustomerLinkRow } from './customer-link-register.projection.js';
import { newLinkToken, readCustomerLink } from './customer-link.token.js';
import { LinkSubjects } from './link-subjects.js';

/** Shows the link of a secret that this very command brought into the log; a repeat is answered without one. */
@CommandHandler(CustomerLinkCommand)
export class CustomerLinkCommandHandler implements ICommandHandler<CustomerLinkCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly store: EventStore,
    private readonly subjects: LinkSubjects,
  ) {}

  async execute(command: AnyCustomerLinkCommand): Promise<CommandResult & { readonly link?: string }> {
    const { token, secretHash } = newLinkToken(command.linkId);
    const ownerId = await this.ownerOf(command);
    const result = await this.runner.handle(customerLinkWith({ secretHash, ownerId }), command);
    if (command.type !== 'IssueCustomerLink') return result;
    const link = await readCustomerLink(this.store, command.linkId);
    return link?.secretHash === secretHash ? { ...result, link: `/link/${token}` } : result;
  }

  /** Whose record it is today, whoever had it when the link was issued. */
  private async ownerOf(command: AnyCustomerLinkCommand): Promise<string | undefined> {
    if (command.type === 'IssueCustomerLink')
      return this.subjects.ownerOf(command.purpose, command.subjectId, command.part);
    if (command.type !== 'RevokeCustomerLink') return undefined; // the link itself acts: no reach to measure
    const link = await readCustomerLink(this.store, command.linkId);
    return link && ((await this.subjects.ownerOf(link.purpose, link.subject.id, link.subject.part)) ?? link.ownerId);
  }
}

/** A link as sellers see it. */
export interface ShownLink extends CustomerLinkRow {
  readonly state: LinkState;
}

type Narrowing = (query: RowQuery<CustomerLinkRow>, now: Instant) => RowQuery<CustomerLinkRow>;

const inState: Readonly<Record<LinkState, Narrowing>> = {
  revoked: (query) => query.where('revokedAt', 'is not', null),
  used: (query) => query.where('revokedAt', 'is', null).where('usedAt', 'is not', null),
  expired: (query, now) =>
    query.where('revokedAt', 'is', null).where('usedAt', 'is', null).where('expiresAt', '<=', now),
  open: (query, now) => query.where('revokedAt', 'is', null).where('usedAt', 'is', null).where('expiresAt', '>', now),
};

function stateOf({ revokedAt, usedAt, expiresAt }: CustomerLinkRow, now: Instant): LinkState {
  if (revokedAt !== undefined) return 'revoked';
  if (usedAt !== undefined) return 'used';
  return expiresAt <= now ? 'expired' : 'open';
}

@QueryHandler(CustomerLinkRegister)
export class CustomerLinkRegisterHandler implements IQueryHandler<CustomerLinkRegister, Page<ShownLink>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CustomerLinkRegister): Promise<Page<ShownLink>> {
    const { state, purpose, subjectId, asOf, metadata } = question;
    const now = asOf === undefined ? (metadata.occurredAt ?? systemClock.now()) : new Date(asOf).toISOString();
    const page = await this.store.list(customerLinkRegister, question, {
      reach: { column: 'ownerId', reach: reachOf(permissionOf(question), metadata.actor, this.known.now().staff) },
      where: (query) =>
        query
          .$if(purpose !== undefined, (q) => q.where('purpose', '=', purpose ?? ''))
          .$if(subjectId !== undefined, (q) => q.where('subjectId', '=', subjectId ?? ''))
          .$if(state !== undefined, (q) => inState[state ?? 'open'](q, now) as typeof q),
      sortable: ['issuedAt', 'expiresAt', 'usedAt'],
      defaultSort: '-issuedAt',
    });
    return { ...page, items: page.items.map((row) => ({ ...row, state: stateOf(row, now) })) };
  }
}
