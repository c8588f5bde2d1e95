import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandRegistry, systemClock } from '@dealtrail/event-sourcing';
import { firstCommands } from '@dealtrail/known';
import { Dispatcher } from '@dealtrail/runtime';

/** What a new installation begins with: the admin and the first policies; idempotent, so sent at every start. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly registry: CommandRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const { commandId, intention } of firstCommands)
      await this.dispatcher.dispatch(
        this.registry.create(intention, {
          commandId,
          actor: { kind: 'system', id: 'first-start' },
          correlationId: commandId,
          occurredAt: systemClock.now(),
        }),
      );
  }
}
