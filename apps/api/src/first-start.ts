import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { canonicalJson, CommandRegistry, derivedId, Unavailable, type Intention } from '@dealtrail/event-sourcing';
import { firstPolicyCommands } from '@dealtrail/policies';
import { Configuration, Dispatcher } from '@dealtrail/runtime';
import { firstStaffCommands } from '@dealtrail/staff';

const firstCommands: readonly Intention[] = [...firstStaffCommands, ...firstPolicyCommands];

/** How long the start waits for a store that cannot be reached: both may have been started a moment ago, on a busy machine. */
const patienceMs = 30_000;
const pauseMs = 250;

/** What a new installation begins with: the admin and version 1 of every policy. Sent at every start; ids are those of the content. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly registry: CommandRegistry,
    private readonly configuration: Configuration,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const until = Date.now() + patienceMs;
    for (const intention of firstCommands) {
      while (!(await this.sent(intention, until))) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** False while the store is away, until nobody waits for it any more; its repeat has the same id. */
  private async sent(intention: Intention, until: number): Promise<boolean> {
    const commandId = derivedId('first-start', canonicalJson(intention));
    const command = this.registry.create(intention, {
      commandId,
      actor: { kind: 'system', id: 'first-start' },
      correlationId: commandId,
      occurredAt: this.configuration.clock.now(),
    });
    try {
      await this.dispatcher.dispatch(command);
      return true;
    } catch (error) {
      if (error instanceof Unavailable && Date.now() < until) return false;
      throw error;
    }
  }
}
