import { Injectable } from '@nestjs/common';
import {
  canonicalJson,
  CommandRegistry,
  derivedId,
  DomainError,
  EventStore,
  type Command,
  type CommandMetadata,
  type Instant,
  type Intention,
} from '@dealtrail/event-sourcing';
import {
  readCustomerLink,
  type CustomerLink,
  type LinkAnswer,
  type RefuseCustomerLinkAnswer,
  type UseCustomerLink,
} from '@dealtrail/customer-links';
import { Dispatcher } from '@dealtrail/runtime';
import { commandOfAnswer } from '@dealtrail/workflows';

/**
 * What the holder of a link says: first on record in the link's own stream, where one answer wins, then done to what it is about. A
 * process that dies in between leaves it to the reaction `customerAnswer`, or to the same answer sent again: ids follow from the link's.
 */
@Injectable()
export class LinkAnswering {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly registry: CommandRegistry,
    private readonly store: EventStore,
  ) {}

  /** Refuses as `UseCustomerLink` does. */
  async use(linkId: string, answer: LinkAnswer, now: Instant): Promise<void> {
    const commandId = derivedId('customerLink', linkId, 'use', canonicalJson(answer));
    await this.send<UseCustomerLink>({ type: 'UseCustomerLink', linkId, answer } as Intention<UseCustomerLink>, {
      ...this.by(linkId, now),
      commandId,
    });
  }

  /** Does what was answered, again and again with one effect; that the record did not take it is put on record. */
  async settle(linkId: string, now: Instant): Promise<void> {
    const link = await readCustomerLink(this.store, linkId);
    if (!link?.used || link.answerRefused) return;
    const { command, as } = commandOfAnswer(answered(link, link.used));
    try {
      await this.send(command, { ...this.by(linkId, now), ...as });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.send<RefuseCustomerLinkAnswer>(
        { type: 'RefuseCustomerLinkAnswer', linkId, code: error.code },
        { ...this.by(linkId, now), commandId: derivedId('customerLink', linkId, 'refused') },
      );
    }
  }

  private send<C extends Command>(intention: Intention<C>, metadata: CommandMetadata) {
    return this.dispatcher.dispatch(this.registry.create(intention, metadata));
  }

  private by(linkId: string, occurredAt: Instant): Omit<CommandMetadata, 'commandId'> {
    return { actor: { kind: 'customerLink', id: linkId }, correlationId: linkId, occurredAt };
  }
}

const answered = ({ linkId, purpose, subject }: CustomerLink, used: NonNullable<CustomerLink['used']>) => ({
  linkId,
  purpose,
  subject,
  ...used,
});
