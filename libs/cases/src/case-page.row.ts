import type { ActorKind, Instant } from '@dealtrail/event-sourcing';
import type { KnownCase } from './case.fold.js';

/** One thing that happened to a case, in its own words. */
export interface CaseHappening {
  readonly at: Instant;
  /** Of the fact. */
  readonly type: string;
  readonly actor: ActorKind;
  /** Brought by an import. */
  readonly history?: true;
  readonly said: Readonly<Record<string, unknown>>;
  /** Decimal position. */
  readonly position: string;
}

/** The whole of a case in one row. */
export interface CasePageRow {
  readonly caseId: string;
  readonly ownerId: string;
  readonly sellerId?: string;
  /** Who has or had a part in it; they may read it. */
  readonly assigned: readonly string[];
  /** Clocks with every stretch, stages, task force, what was said and found. */
  readonly known: KnownCase;
  /** Oldest first. */
  readonly happened: readonly CaseHappening[];
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}
