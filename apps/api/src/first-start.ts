import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { canonicalJson, CommandRegistry, derivedId, type Intention } from '@dealtrail/event-sourcing';
import { firstPolicyCommands } from '@dealtrail/policies';
import { Configuration, Dispatcher } from '@dealtrail/runtime';
import { firstStaffCommands } from '@dealtrail/staff';

const firstCommands: readonly Intention[] = [...firstStaffCommands, ...firstPolicyCommands];

/** What a new installation begins with: the admin and version 1 of every policy. Sent at every start; ids are those of the content. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly registry: CommandRegistry,
    private readonly configuration: Configuration,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const intention of firstCommands) {
      const commandId = derivedId('first-start', canonicalJson(intention));
      await this.dispatcher.dispatch(
        this.registry.create(intention, {
          commandId,
          actor: { kind: 'system', id: 'first-start' },
          correlationId: commandId,
          occurredAt: this.configuration.clock.now(),
        }),
      );
    }
  }
}
