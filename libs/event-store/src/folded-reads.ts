import { Unavailable } from '@dealtrail/event-sourcing';

/** Questions asked at the same moment are one query; a few queries run beside each other, no more. */
export class FoldedReads<Answer> {
  private waiting: {
    keys: readonly string[];
    resolve: (answers: Answer[]) => void;
    reject: (error: unknown) => void;
  }[] = [];
  private queries = 0;
  private scheduled = false;

  /** `query` answers each key it is given once. */
  constructor(
    private readonly query: (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>,
    private readonly none: Answer,
    private readonly queriesAtOnce = 3,
    private readonly keysPerQuery = 500,
    private readonly mostWaiting = 5_000,
  ) {}

  /** Rejects with `Unavailable` when too many wait already. */
  ask(keys: readonly string[]): Promise<Answer[]> {
    if (this.waiting.length >= this.mostWaiting)
      return Promise.reject(new Unavailable('overloaded', `${this.waiting.length} reads are waiting already`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ keys, resolve, reject });
      this.schedule();
    });
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
