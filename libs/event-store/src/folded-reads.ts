import { Unavailable } from '@dealtrail/event-sourcing';

interface Asked<Answer> {
  readonly keys: readonly string[];
  readonly resolve: (answers: Answer[]) => void;
  readonly reject: (error: unknown) => void;
  /** Gives up; only for who has to wait for others. */
  timer?: NodeJS.Timeout;
}

/** Questions asked at the same moment are one query; a few queries run beside each other, no more. */
export class FoldedReads<Answer> {
  private waiting: Asked<Answer>[] = [];
  private queries = 0;
  private scheduled = false;

  /** `query` answers each key it is given once. */
  constructor(
    private readonly query: (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>,
    private readonly none: Answer,
    private readonly queriesAtOnce = 3,
    private readonly keysPerQuery = 500,
    private readonly mostWaiting = 5_000,
    private readonly longestWait = 3_000,
  ) {}

  /** Rejects with `Unavailable` when too many wait already, and when no query has begun for it within `longestWait` ms. */
  ask(keys: readonly string[]): Promise<Answer[]> {
    if (this.waiting.length >= this.mostWaiting)
      return Promise.reject(new Unavailable('overloaded', `${this.waiting.length} reads are waiting already`));
    return new Promise((resolve, reject) => {
      const asked: Asked<Answer> = { keys, resolve, reject };
      if (this.queries >= this.queriesAtOnce)
        asked.timer = setTimeout(() => this.giveUp(asked), this.longestWait).unref();
      this.waiting.push(asked);
      this.schedule();
    });
  }

  private giveUp(asked: Asked<Answer>): void {
    this.waiting = this.waiting.filter((other) => other !== asked);
    asked.reject(new Unavailable('overloaded', `the read has waited for ${this.longestWait} ms`));
  }

  private schedule(): void {
    if (this.scheduled || this.queries >= this.queriesAtOnce || this.waiting.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.run();
      this.schedule();
    });
  }

  private async run(): Promise<void> {
    const keys = new Set<string>();
    let taken = 0;
    for (const asked of this.waiting) {
      if (keys.size >= this.keysPerQuery) break;
      for (const key of asked.keys) keys.add(key);
      taken++;
    }
    const batch = this.waiting.splice(0, taken);
    for (const { timer } of batch) clearTimeout(timer);
    this.queries++;
    try {
      const answers = await this.query([...keys]);
      for (const asked of batch) asked.resolve(asked.keys.map((key) => answers.get(key) ?? this.none));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.queries--;
      this.schedule();
    }
  }
}
