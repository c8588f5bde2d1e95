import type { EventStore, Recorded } from '@dealtrail/event-sourcing';

/** What the log holds, read past every read model, whichever store keeps it; goes on from where it was at each look. */
export class Facts {
  private readonly all: Recorded[] = [];
  private position = 0;
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly store: () => EventStore) {}

  /** Everything there is by now, in order; only of this stream or of these types, where they are named. */
  async by({ stream, types }: { readonly stream?: string; readonly types?: readonly string[] } = {}): Promise<
    readonly Recorded[]
  > {
    this.looking = this.looking.then(() => this.look()).catch(() => this.look()); // once more where the store was busy
    await this.looking;
    return this.all.filter(
      (fact) => (stream === undefined || fact.stream === stream) && (types === undefined || types.includes(fact.type)),
    );
  }

  private async look(): Promise<void> {
    for await (const { events, position, live } of this.store().subscribe(this.position)) {
      this.all.push(...events);
      this.position = position;
      if (live) return;
    }
  }
}
