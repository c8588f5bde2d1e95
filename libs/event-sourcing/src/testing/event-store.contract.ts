import type { EventStore, EventToAppend } from '../event-store.js';
import { appendingContract } from './event-store-appending.contract.js';
import { followingContract } from './event-store-following.contract.js';

/** One adapter as one process would hold it. */
export interface OpenStore {
  readonly store: EventStore;
  /** Makes the personal fields of all events about this person unreadable, for ever. */
  erasePerson(person: string): Promise<void>;
  close(): Promise<void>;
}

/** A log of its own for one adapter's run of the contract. */
export interface LogUnderTest {
  /**
   * Another process on the same log. It knows `contractTypes`, and shows that it is live at least every 300 ms.
   * With `loseAnswer`, the returned `lose()` makes the answer of the next append get lost after the log has it.
   */
  open(options?: { readonly loseAnswer?: boolean }): Promise<OpenStore & { lose?(): void }>;
  /** Something foreign that keeps a write transaction open on the same server until it is ended. */
  disturb(): Promise<() => Promise<void>>;
  /** A note that the log refuses, for whatever this store refuses for. */
  refused(): Promise<EventToAppend>;
  remove(): Promise<void>;
}

/** What every adapter must show. `setUp` makes an empty log. */
export function eventStoreContract(name: string, setUp: () => Promise<LogUnderTest>): void {
  describe(`${name} as an event store`, () => {
    let log: LogUnderTest | undefined;
    let first: OpenStore | undefined;
    beforeAll(async () => {
      log = await setUp();
      first = await log.open();
    }, 30_000);
    afterAll(async () => {
      await first?.close();
      await log?.remove();
    });
    const there = <T>(value: T | undefined): T => {
      if (value === undefined) throw new Error('the log could not be set up');
      return value;
    };
    const subject = { log: () => there(log), first: () => there(first) };
    appendingContract(subject);
    followingContract(subject);
  });
}

/** What the parts of the contract are given; there once the tests run. */
export interface Subject {
  log(): LogUnderTest;
  first(): OpenStore;
}
