import { derivedId } from '@dealtrail/event-sourcing';

/** What became of a command, as its client knows it. */
export interface Entry {
  readonly commandId: string;
  /** The fact it leaves, once. */
  readonly fact: string;
  readonly outcome: 'acknowledged' | 'refused' | 'unknown';
  readonly streamId?: string;
  readonly revision?: number;
}

/** The clients' own book of what they were told; the log is held against it. */
export class Ledger {
  readonly entries: Entry[] = [];
  /** Answers lost, or told to be unknown, and asked for again with the same key. */
  repeated = 0;
  /** Told to come back later (429, 503): nothing was done. */
  turnedAway = 0;
  /** Answers that no client should ever see (500 and others). */
  readonly faults: string[] = [];
  /** How long answers took, ms. */
  readonly latencies: number[] = [];

  note(staffId: string, key: string, fact: string, rest: Omit<Entry, 'commandId' | 'fact'>): void {
    this.entries.push({ commandId: derivedId('command', 'staff', staffId, key), fact, ...rest });
  }

  count(outcome: Entry['outcome']): number {
    return this.entries.filter((entry) => entry.outcome === outcome).length;
  }

  /** Answers slower than this share are left out. */
  latency(share: number): number {
    const sorted = [...this.latencies].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  }
}
