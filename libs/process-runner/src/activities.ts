import { ApplicationFailure, Context } from '@temporalio/activity';
import {
  canonicalJson,
  derivedId,
  DomainError,
  InvalidInput,
  type Cause,
  type Clock,
  type Command,
  type CommandRegistry,
  type CommandResult,
  type Intention,
} from '@dealtrail/event-sourcing';
import { ActivityWatch } from './activity-watch.js';

/** A question class as contexts list them: constructed without arguments. */
export type QuestionClass = new () => object;

export interface ActivitiesOptions {
  readonly commands: CommandRegistry;
  readonly dispatch: (command: Command) => Promise<CommandResult>;
  /** What processes may ask of the read side. */
  readonly questions: readonly QuestionClass[];
  readonly ask: (question: object) => Promise<unknown>;
  readonly clock: Clock;
  /** Told of every attempt. */
  readonly watch?: ActivityWatch;
  /** How often an attempt says that it is still at work, ms. */
  readonly heartbeatEvery?: number;
}

export type Activities = Record<string, (body: object, cause?: Cause) => Promise<unknown>>;

/**
 * One activity for each command and question, of its name. A command's id is derived from the process, the type and the
 * body, so that every attempt, and a repeat by a later run, is the same command; what may truly happen twice names itself in
 * its body. A refusal is an `ApplicationFailure` of the refusal's code, not retried; everything else is. An attempt that
 * takes long says that it is alive, so that one whose worker was killed is soon made elsewhere.
 */
export function activitiesFor(options: ActivitiesOptions): Activities {
  const { commands, dispatch, questions, ask, clock, watch = new ActivityWatch(), heartbeatEvery = 2_000 } = options;
  const activities: Activities = {};
  for (const { name: type } of commands.classes)
    activities[type] = async (body, cause) => {
      const process = processId();
      const correlationId = cause?.correlationId ?? derivedId('process', process);
      const metadata = {
        commandId: derivedId('process', process, type, canonicalJson(body)),
        actor: { kind: 'process', id: process },
        correlationId,
        ...(cause && { causationId: cause.causationId }),
        occurredAt: clock.now(),
      } as const;
      const work = () => dispatch(commands.create({ ...body, type } as Intention, metadata));
      return watch.during({ type, correlationId, cause }, () => alive(heartbeatEvery, () => translated(work)));
    };
  for (const question of questions) {
    if (activities[question.name]) throw new Error(`a command and a question are both called ${question.name}`);
    activities[question.name] = async (body, cause) => {
      const process = processId();
      const correlationId = cause?.correlationId ?? derivedId('process', process);
      const asked = { metadata: { actor: { kind: 'process', id: process } } };
      const work = () => ask(Object.assign(new question(), body, asked));
      return watch.during({ type: question.name, correlationId, cause }, () =>
        alive(heartbeatEvery, () => translated(work)),
      );
    };
  }
  return activities;
}

function processId(): string {
  const { workflowExecution } = Context.current().info;
  if (!workflowExecution) throw new Error('commands are sent by processes only');
  return workflowExecution.workflowId;
}

/** Heartbeats until the work is done. */
async function alive<T>(every: number, work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(), every);
  try {
    return await work();
  } finally {
    clearInterval(beating);
  }
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
