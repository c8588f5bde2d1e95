import {
  DomainError,
  InvalidInput,
  Unavailable,
  WrongExpectedRevision,
  type HandleCommand,
} from '@dealtrail/event-sourcing';
import type { Telemetry } from './telemetry.js';

/** What became of a command, in one word. */
export type CommandOutcome = 'done' | 'refused' | 'forbidden' | 'stale' | 'unavailable' | 'failed';

/** The outcome an error stands for; a bug is `failed`. */
export function outcomeOf(error: unknown): Exclude<CommandOutcome, 'done'> {
  if (error instanceof DomainError)
    return error.kind === 'forbidden' ? 'forbidden' : error.kind === 'stale' ? 'stale' : 'refused';
  if (error instanceof InvalidInput) return 'refused';
  if (error instanceof WrongExpectedRevision) return 'stale';
  return error instanceof Unavailable ? 'unavailable' : 'failed';
}

/** The runner of commands, each counted and timed by its name and outcome, and traced. */
export function observedCommands<K>(handle: HandleCommand<K>, telemetry: Telemetry): HandleCommand<K> {
  const { instruments, tracing } = telemetry;
  return (decider, command) => {
    const begun = performance.now();
    const run = () => handle(decider, command);
    const result = tracing
      ? tracing.during({ name: `command ${command.type}`, correlationId: command.metadata.correlationId }, run)
      : run();
    const count = (outcome: CommandOutcome): void => {
      const attributes = { 'dealtrail.command': command.type, 'dealtrail.outcome': outcome };
      instruments.commands.add(1, attributes);
      instruments.commandDuration.record((performance.now() - begun) / 1_000, attributes);
    };
    result.then(
      () => count('done'),
      (error: unknown) => count(outcomeOf(error)),
    );
    return result;
  };
}
