import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { canonicalJson, CommandRegistry, derivedId, systemClock, type Intention } from '@dealtrail/event-sourcing';
import { firstPolicyCommands } from '@dealtrail/policies';
import { Dispatcher } from '@dealtrail/runtime';
import { firstStaffCommands } from '@dealtrail/staff';

const firstCommands: readonly Intention[] = [...firstStaffCommands, ...firstPolicyCommands];

/** What a new installation begins with: the admin and version 1 of every policy. Sent at every start; ids are those of the content. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly registry: CommandRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const intention of firstCommands) {
      const commandId = derivedId('first-start', canonicalJson(intention));
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
}
