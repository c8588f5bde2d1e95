import { Unavailable } from '@dealtrail/event-sourcing';

export interface TurnsOptions {
  readonly atOnce: number;
  /** More are refused at once. */
  readonly mostWaiting: number;
  /** Who has waited for so long, ms, is refused. */
  readonly longestWait: number;
}

/** Lets only so many do something costly at once; a bounded number waits for its turn, for a bounded time. */
export class Turns {
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: TurnsOptions) {}

  /** Rejects with `Unavailable` where there is no turn to be had. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.options.atOnce) this.running++;
    else await this.turn(); // whoever ends hands its turn on
    try {
      return await work();
    } finally {
      const [next] = this.waiting;
      if (next) next();
      else this.running--;
    }
  }

  private turn(): Promise<void> {
    const { mostWaiting, longestWait } = this.options;
    if (this.waiting.size >= mostWaiting) throw overloaded(`${this.waiting.size} are waiting already`);
    return new Promise((resolve, reject) => {
      const mine = (): void => {
        clearTimeout(timer);
        this.waiting.delete(mine);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(mine);
        reject(overloaded(`there was no turn within ${longestWait} ms`));
      }, longestWait);
      this.waiting.add(mine);
    });
  }
}

const overloaded = (why: string): Unavailable => new Unavailable('overloaded', why);
