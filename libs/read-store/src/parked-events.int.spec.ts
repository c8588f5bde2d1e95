import { ParcelOffice, curse, parcels, owners, until, type ParcelEvent } from './testing/parcels.js';
import type { Projector } from './index.js';

const sent = (parcelId: string, note?: string): ParcelEvent => ({ type: 'ParcelSent', data: { parcelId, note } });
const weighed = (parcelId: string, grams: number): ParcelEvent => ({
  type: 'ParcelWeighed',
  data: { parcelId, grams },
});
const cursed = (parcelId: string, nowhere = false): ParcelEvent => ({
  type: 'ParcelCursed',
  data: { parcelId, nowhere },
});

describe('parked events', () => {
  let office: ParcelOffice;
  let projector: Projector;
  beforeEach(async () => {
    office = await ParcelOffice.open();
    projector = await office.projector({ projections: [parcels, owners] });
  });
  afterEach(() => office.close());

  const parked = () => projector.upkeep.parked.list();

  it('holds an event it cannot fold with what follows for its key; all else goes on', async () => {
    await office.happened(sent('a'), sent('b'));
    const poison = await office.happened(cursed('a'));
    await office.reached(await office.happened(weighed('a', 1), weighed('b', 2)));
    await office.reached(await office.happened(weighed('a', 3)));
    expect((await office.rows()).get('a')).toMatchObject({ events: 1 });
    expect((await office.rows()).get('b')).toMatchObject({ events: 2, grams: 2 });
    expect(await parked()).toMatchObject([
      {
        projection: 'parcelBoard',
        key: 'a',
        position: poison,
        cause: 'cursed',
        attempts: 1,
        eventType: 'ParcelCursed',
      },
      { key: 'a', attempts: 0, eventType: 'ParcelWeighed' },
      { key: 'a', attempts: 0, eventType: 'ParcelWeighed' },
    ]);
    await until(() => projector.status()[0]?.parked === 3);
  });

  it('folds them again in order once the cause is mended', async () => {
    await office.reached(await office.happened(sent('a'), cursed('a'), weighed('a', 1), weighed('a', 2)));
    expect(await projector.upkeep.parked.retry('parcelBoard', 'a')).toEqual({ folded: 0, stillParked: 3 });
    expect((await parked())[0]).toMatchObject({ attempts: 2, cause: 'cursed' });
    curse.lifted = true;
    expect(await projector.upkeep.parked.retry('parcelBoard', 'a')).toEqual({ folded: 3, stillParked: 0 });
    await office.reached(await office.happened(weighed('a', 4)));
    expect(await office.rows()).toEqual(await office.coldFold());
    expect(await parked()).toEqual([]);
  });

  it('skips one for good with a reason, in a rebuild too', async () => {
    const poison = await office.happened(sent('a'), cursed('a'));
    await office.reached(await office.happened(weighed('a', 7)));
    const { upkeep } = projector;
    await expect(upkeep.parked.skip('parcelBoard', 'a', poison, ' ', 'chen')).rejects.toThrow('skip-without-reason');
    await expect(upkeep.parked.skip('parcelBoard', 'a', 9_999, 'x', 'chen')).rejects.toThrow('event-not-parked');
    // Who was asked and who follows the log do it in the same moment.
    const skip = () => upkeep.parked.skip('parcelBoard', 'a', poison, 'a test left it', 'chen');
    const skipped = await Promise.all([skip(), skip(), skip()]);
    expect(skipped.map(({ folded }) => folded).sort()).toEqual([0, 0, 1]);
    const rows = await office.rows();
    expect(rows.get('a')).toMatchObject({ events: 2, grams: 7 });
    await upkeep.requestRebuild('parcelBoard', 'chen');
    await until(async () => (await upkeep.rebuilds())[0]?.state === 'done');
    expect(await office.rows()).toEqual(rows);
    expect(await parked()).toMatchObject([{ position: poison, skippedBecause: 'a test left it', skippedBy: 'chen' }]);
    await until(() => projector.status()[0]?.parked === 0);
  });

  it('holds a whole stream when the rows of one of its events cannot be told', async () => {
    await office.reached(await office.happened(sent('a'), cursed('a', true), weighed('a', 1), sent('b')));
    expect((await office.rows()).get('a')).toMatchObject({ events: 1 });
    expect((await parked()).map(({ key }) => key)).toEqual(['stream parcel-a', 'stream parcel-a']);
    curse.lifted = true;
    await projector.upkeep.parked.retry('parcelBoard', 'stream parcel-a');
    expect(await office.rows()).toEqual(await office.coldFold());
  });

  it('parks what the database refuses, and only that', async () => {
    // No index row of PostgreSQL holds 9 kB that do not compress; `note` is indexed.
    const long = Array.from({ length: 9_000 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7_919) % 20_000))).join(
      '',
    );
    const events = Array.from({ length: 30 }, (_, at) => sent(`p${at}`, at === 17 ? long : 'short'));
    await office.reached(await office.happened(...events, weighed('p17', 1), weighed('p18', 1)));
    expect((await office.rows()).size).toBe(29);
    expect(await parked()).toMatchObject([
      { key: 'p17', eventType: 'ParcelSent', cause: expect.stringContaining('index row') },
      { key: 'p17', eventType: 'ParcelWeighed' },
    ]);
  });

  it('parks what a column cannot hold', async () => {
    await office.happened({ type: 'ParcelSent', data: { parcelId: 'a', sentOn: '2026-02-31' } }, weighed('b', 1.5));
    await office.reached(await office.happened(sent('c')));
    expect((await parked()).map(({ cause }) => cause)).toEqual([
      'column sentOn: expected a day, not "2026-02-31"',
      'column grams: expected an integer, not 1.5',
    ]);
  });

  it('keeps hostile text from stopping anything', async () => {
    const hostile = `'; drop table read.parcel_board_v1; -- \u0000 \ud800 \\ " {} , 😀 ünï`;
    await office.reached(
      await office.happened(sent('a', hostile), { type: 'ParcelSent', data: { parcelId: 'b', owner: hostile } }),
    );
    expect(await parked()).toEqual([]);
    const replaced = hostile.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd');
    expect((await office.rows()).get('a')).toMatchObject({ note: replaced, first: { note: hostile } });
    expect([...(await office.rows(owners)).keys()]).toEqual([replaced]);
  });
});
