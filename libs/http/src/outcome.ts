import type { CommandResult, FieldError, Position } from '@dealtrail/event-sourcing';
import { refusalOf } from './problem.js';

/**
 * What became of one command among many: `done`; `already` so, or nothing to do; `refused` by a rule or for its shape;
 * `failed` for now.
 */
export type Outcome = 'done' | 'already' | 'refused' | 'failed';

export interface Became {
  readonly outcome: Outcome;
  readonly code?: string;
  readonly errors?: readonly FieldError[];
  readonly details?: unknown;
  readonly streamId?: string;
  readonly revision?: number;
  readonly position?: string;
}

/** A command that was taken; `isNews` tells what it left from what was there before. */
export const became = (
  { streamId, revision, position }: CommandResult,
  isNews: (position: Position) => boolean,
): Became => ({ outcome: isNews(position) ? 'done' : 'already', streamId, revision, position: String(position) });

/** A command that was not; what nobody foresaw is told to `unforeseen` and says nothing of the inside. */
export function becameNothing(error: unknown, unforeseen: (error: unknown) => void): Became {
  const { status, code, errors, details } = refusalOf(error);
  if (status === 500) unforeseen(error);
  const said = { code, ...(errors && { errors }), ...(details !== undefined && { details }) };
  return { outcome: status >= 500 || code === 'conflict' ? 'failed' : 'refused', ...said };
}
