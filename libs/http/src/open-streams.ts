import { Unavailable, type Actor } from '@dealtrail/event-sourcing';
import { TooManyRequests } from './caller-rates.js';

/** How many live answers one process holds open; 0 turns a limit off. */
export interface StreamLimits {
  readonly streams: number;
  /** Of one person, key or program. */
  readonly streamsPerCaller: number;
}

/** ms. */
export interface StreamPace {
  /** How often a sign of life is sent, and whether it may go on looked at. */
  readonly heartbeat: number;
  /** How long a reader may leave what it was sent lying, before it is dropped. */
  readonly patience: number;
  /** How long one that is dropped has to take what was sent before. */
  readonly grace: number;
}

const usual: StreamPace = { heartbeat: 15_000, patience: 30_000, grace: 3_000 };

interface Open {
  readonly caller: string;
  /** Tells the reader why, and ends. */
  readonly finish: (why: Error) => void;
}

/** The live answers of one process: how many there may be, and their common end. */
export class OpenStreams {
  private readonly open = new Set<Open>();
  private stopping = false;

  constructor(
    private readonly limits: StreamLimits = { streams: 500, streamsPerCaller: 10 },
    readonly pace: StreamPace = usual,
  ) {}

  get size(): number {
    return this.open.size;
  }

  /** Lets one more in; call what it returns when it has ended. Throws `TooManyRequests` or `Unavailable`. */
  enter({ kind, id }: Actor, finish: Open['finish']): () => void {
    const { streams, streamsPerCaller } = this.limits;
    const caller = `${kind}/${id}`;
    const theirs = [...this.open].filter((one) => one.caller === caller).length;
    if (this.stopping) throw stopped();
    if (streamsPerCaller > 0 && theirs >= streamsPerCaller) throw new TooManyRequests('too-many-streams', 5);
    if (streams > 0 && this.open.size >= streams)
      throw new Unavailable('no-stream-left', `${streams} streams are open`, { retryAfterSeconds: 5 });
    const one: Open = { caller, finish };
    this.open.add(one);
    return () => void this.open.delete(one);
  }

  /** Ends them all, and lets nobody in any more: their readers go on at another process. */
  stop(): void {
    this.stopping = true;
    for (const { finish } of this.open) finish(stopped());
  }
}

const stopped = () => new Unavailable('stopping', 'this process is being stopped');
