import fc from 'fast-check';
import type { Recorded, Row } from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import { foldTouches, skipMark, streamKey, touchesOf, type Held, type Holding } from './fold-touches.js';
import { curse, parcels, type ParcelEvent } from './testing/parcels.js';

const free: Holding = { blocked: new Set(), skipped: new Set() };

/** What a table and the list of held events come to when the log arrives in these batches. */
function foldInBatches(batches: readonly (readonly Recorded[])[], skipped: ReadonlySet<string> = new Set()) {
  const rows = new Map<string, Row>();
  const positions = new Map<string, number>();
  const held: Held[] = [];
  for (const batch of batches) {
    const blocked = new Set(held.map(({ key }) => key));
    const folded = foldTouches(parcels, touchesOf(parcels, batch), rows, { blocked, skipped });
    for (const key of folded.removed) rows.delete(key);
    for (const [key, { row, position }] of folded.written) {
      rows.set(key, row);
      positions.set(key, position);
    }
    held.push(...folded.held);
  }
  return {
    rows,
    positions: [...rows.keys()].sort().map((key) => positions.get(key)),
    held: held.map(({ event, key }) => [event.position, key]),
  };
}

const event = fc.oneof(
  fc.record({
    type: fc.constant('ParcelSent' as const),
    data: fc.record({ parcelId: fc.constantFrom('a', 'b', 'c'), note: fc.constantFrom('x', '\u0000', '\ud800') }),
  }),
  fc.record({
    type: fc.constant('ParcelWeighed' as const),
    data: fc.record({ parcelId: fc.constantFrom('a', 'b', 'c'), grams: fc.constantFrom(1, 2, 0.5) }),
  }),
  fc.record({
    type: fc.constant('ParcelLost' as const),
    data: fc.record({ parcelId: fc.constantFrom('a', 'b', 'c') }),
  }),
  fc.record({
    type: fc.constant('ParcelCursed' as const),
    data: fc.record({ parcelId: fc.constantFrom('a', 'b', 'c'), nowhere: fc.boolean() }),
  }),
);

const asLog = (events: readonly ParcelEvent[]): Recorded[] =>
  events.map((given, at) => recorded(given, `parcel-${given.data.parcelId}`, at));

describe('fold of touches', () => {
  beforeEach(() => {
    curse.lifted = false;
  });

  it('comes to the same rows and held events wherever batches end', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 30 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
        (events, sizes) => {
          const log = asLog(events);
          const batches: Recorded[][] = [];
          for (let at = 0; at < log.length; at += batches.at(-1)?.length ?? 1)
            batches.push(log.slice(at, at + (sizes.next().value ?? 1)));
          expect(foldInBatches(batches)).toEqual(foldInBatches([log]));
        },
      ),
      { numRuns: 300, seed: 20_260_302 },
    );
  });

  it('holds what follows behind a failure, and passes over what was skipped', () => {
    const log = asLog([
      { type: 'ParcelSent', data: { parcelId: 'a' } },
      { type: 'ParcelCursed', data: { parcelId: 'a' } },
      { type: 'ParcelWeighed', data: { parcelId: 'a', grams: 3 } },
    ]);
    expect(foldInBatches([log])).toMatchObject({
      positions: [1],
      held: [
        [2, 'a'],
        [3, 'a'],
      ],
    });
    expect(foldInBatches([log], new Set([skipMark('a', 2)]))).toMatchObject({ positions: [3], held: [] });
  });

  it('folds nothing into a key that is held, or of a stream that is', () => {
    const log = asLog([{ type: 'ParcelSent', data: { parcelId: 'a' } }]);
    const [first] = log;
    if (!first) throw new Error('no event');
    for (const key of ['a', streamKey(first)])
      expect(
        foldTouches(parcels, touchesOf(parcels, log), new Map(), { ...free, blocked: new Set([key]) }),
      ).toMatchObject({
        written: new Map(),
        held: [{ event: first, key }],
      });
  });
});
