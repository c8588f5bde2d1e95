import { EventTypes } from '@dealtrail/event-sourcing';
import { Pool } from 'pg';
import type { EventRow } from './decode.js';
import { LogReader } from './log-reader.js';
import { PersonKeys } from './person-keys.js';
import { StreamHeads } from './stream-heads.js';

/** A log whose reads end when told to. */
class SlowLog extends LogReader {
  readonly reading: ((rows: readonly EventRow[]) => void)[] = [];

  override rowsAfter(): Promise<readonly EventRow[]> {
    return new Promise((resolve) => this.reading.push(resolve));
  }
}

afterEach(() => jest.useRealTimers());

it('does not claim to be as new as the question when another reader had asked before', async () => {
  jest.useFakeTimers({ now: 1_000 });
  const log = new SlowLog(new Pool(), new EventTypes([]), new PersonKeys(Buffer.alloc(32)), new StreamHeads());
  const early = log.tail(0, 10, 0);
  jest.setSystemTime(9_000);
  const late = log.tail(0, 10, 0);
  expect(log.reading).toHaveLength(1);
  for (const answer of log.reading) answer([]);
  expect([(await early).readAt, (await late).readAt]).toEqual([1_000, 1_000]);
});
