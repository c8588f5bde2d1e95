import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import {
  defineQuery,
  defineSignal,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Cause, Position, ProcessDescription } from '@dealtrail/event-sourcing';
import { hear } from './cause.js';
import type { Attention } from './clock.js';

/** A domain event as a process hears it: its name, its position, and what it changes in the process's state. */
export interface News<S> {
  readonly type: string;
  readonly position: Position;
  readonly data: Partial<S>;
  readonly cause?: Cause;
}

/** The state of a process; `position` is of the last event it has heard. */
export interface Followed {
  readonly position: Position;
}

/** What an operator may ask of a process. */
export type Status<S> = S & { readonly attention: readonly Attention[] };

/** How a process is heard, asked and shown. */
export interface Following<S> {
  readonly name: string;
  readonly describe: (state: S) => ProcessDescription;
  /** Markdown for a manager. */
  readonly details: (state: S) => string;
}

const keys = {
  Customer: defineSearchAttributeKey('Customer', SearchAttributeType.KEYWORD),
  Owner: defineSearchAttributeKey('Owner', SearchAttributeType.KEYWORD),
  Stage: defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD),
  NextDue: defineSearchAttributeKey('NextDue', SearchAttributeType.DATETIME),
  Overdue: defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL),
};

/**
 * Lets a process hear its events (`<name>Event`), answer for its state (`<name>Status`) and show itself; call it before the
 * first await. What was heard before, or stands in the input already, is told by its position and ignored.
 */
export function follow<S extends Followed>(input: S, { name, describe, details }: Following<S>) {
  let state = input;
  const attention: Attention[] = [];
  const write = (): void => setCurrentDetails([details(state), ...attention.map(marked)].join('\n'));

  setHandler(defineSignal<[News<S>]>(`${name}Event`), ({ position, data, cause }) => {
    if (position <= state.position) return;
    hear(cause);
    const before = describe(state);
    state = { ...state, ...data, position };
    show(before, describe(state));
    write();
  });
  setHandler(defineQuery<Status<S>>(`${name}Status`), () => ({ ...state, attention }));
  write();

  return {
    state: (): S => state,
    /** Notes what the process itself has come to. */
    note: (change: Partial<S>): void => {
      state = { ...state, ...change };
      write();
    },
    /** Marks a refused step in the status and in what a manager reads. */
    onAttention: (refused: Attention): void => {
      attention.push(refused);
      write();
    },
    /** True when the run should go on as a new one, with its state as input. */
    isLong: (): boolean => workflowInfo().continueAsNewSuggested,
  };
}

const marked = ({ step, code }: Attention): string => `- **需要處理 needs attention**: ${step}: ${code}`;

/** Writes the search attributes that changed. */
function show(before: ProcessDescription, after: ProcessDescription): void {
  const changes = [
    before.customer !== after.customer && { key: keys.Customer, value: after.customer ?? null },
    before.owner !== after.owner && { key: keys.Owner, value: after.owner ?? null },
    before.stage !== after.stage && { key: keys.Stage, value: after.stage ?? null },
    before.nextDue !== after.nextDue && {
      key: keys.NextDue,
      value: after.nextDue === undefined ? null : new Date(after.nextDue),
    },
    before.overdue !== after.overdue && { key: keys.Overdue, value: after.overdue },
  ].filter((change) => change !== false);
  if (changes.length > 0) upsertSearchAttributes(changes);
}
