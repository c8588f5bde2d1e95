import { ApplicationFailure, Context } from '@temporalio/activity';
import {
  canonicalJson,
  derivedId,
  DomainError,
  InvalidInput,
  type Clock,
  type Command,
  type CommandRegistry,
  type CommandResult,
  type Intention,
} from '@dealtrail/event-sourcing';

/** A question class as contexts list them: constructed without arguments. */
export type QuestionClass = new () => object;

export interface ActivitiesOptions {
  readonly commands: CommandRegistry;
  readonly dispatch: (command: Command) => Promise<CommandResult>;
  /** What processes may ask of the read side. */
  readonly questions: readonly QuestionClass[];
  readonly ask: (question: object) => Promise<unknown>;
  readonly clock: Clock;
}

export type Activities = Record<string, (body: object) => Promise<unknown>>;

/**
 * One activity for each command and question, of its name. A command's id is derived from the process, the type and the
 * body, so that every attempt, and a repeat by a later run, is the same command; what may truly happen twice names itself in
 * its body. A refusal is an `ApplicationFailure` of the refusal's code, not retried; everything else is.
 */
export function activitiesFor({ commands, dispatch, questions, ask, clock }: ActivitiesOptions): Activities {
  const activities: Activities = {};
  for (const { name: type } of commands.classes)
    activities[type] = (body) =>
      translated(() => {
        const process = processId();
        const intention = { ...body, type } as Intention;
        return dispatch(
          commands.create(intention, {
            commandId: derivedId('process', process, type, canonicalJson(body)),
            actor: { kind: 'process', id: process },
            correlationId: derivedId('process', process),
            occurredAt: clock.now(),
          }),
        );
      });
  for (const question of questions) {
    if (activities[question.name]) throw new Error(`a command and a question are both called ${question.name}`);
    activities[question.name] = (body) =>
      translated(() =>
        ask(Object.assign(new question(), body, { metadata: { actor: { kind: 'process', id: processId() } } })),
      );
  }
  return activities;
}

function processId(): string {
  const { workflowExecution } = Context.current().info;
  if (!workflowExecution) throw new Error('commands are sent by processes only');
  return workflowExecution.workflowId;
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError)
      throw ApplicationFailure.create({
        message: error.code,
        type: error.code,
        nonRetryable: true,
        details: error.details ? [error.details] : [],
      });
    if (error instanceof InvalidInput)
      throw ApplicationFailure.create({
        message: error.message,
        type: 'invalid-input',
        nonRetryable: true,
        details: [error.errors],
      });
    throw error;
  }
}
