import { applyEvents } from './apply-events.js';
import { beginRebuild } from './rebuilds.js';
import { transaction } from './read-pool.js';
import { liveTarget } from './read-tables.js';
import { ParcelOffice, owners, parcels, until, type ParcelEvent } from './testing/parcels.js';

const sent = (parcelId: string, owner?: string): ParcelEvent => ({ type: 'ParcelSent', data: { parcelId, owner } });
const weighed = (parcelId: string, grams: number): ParcelEvent => ({
  type: 'ParcelWeighed',
  data: { parcelId, grams },
});

describe('rebuild', () => {
  let office: ParcelOffice;
  beforeEach(async () => {
    office = await ParcelOffice.open();
  });
  afterEach(() => office.close());

  const dump = async () => JSON.stringify(await office.database.query('select * from read.parcel_board_v1 order by 1'));

  it('comes to the very same rows, the position of each included', async () => {
    const projector = await office.projector({ projections: [parcels, owners] });
    const { upkeep } = projector;
    const ids = Array.from({ length: 50 }, (_, at) => `p${at}`);
    await office.reached(
      await office.happened(...ids.map((id) => sent(id, 'lin')), ...ids.map((id) => weighed(id, 1))),
    );
    const before = await dump();
    const totals = await office.rows(owners);
    await office.database.query(`update read.parcel_board_v1 set grams = 0 where "parcelId" = 'p7'`);
    expect(await dump()).not.toBe(before);
    for (const name of ['parcelBoard', 'ownerTotals', 'parcelBoard']) await upkeep.requestRebuild(name, 'chen');
    await expect(upkeep.requestRebuild('nothing')).rejects.toThrow('projection-unknown');
    await until(async () => (await upkeep.rebuilds()).every(({ state }) => state === 'done'));
    expect(await upkeep.rebuilds()).toMatchObject([
      { projection: 'ownerTotals', position: 100, head: 100 },
      { projection: 'parcelBoard', position: 100, head: 100, requestedBy: 'chen' },
    ]);
    expect(await dump()).toBe(before);
    expect(await office.rows(owners)).toEqual(totals);
    const names = await office.database.query(
      `select string_agg(indexname, ' ') as names from pg_indexes where schemaname = 'read'`,
    );
    expect(String(names[0]?.['names'])).not.toContain('_rebuild_');
    await office.reached(await office.happened(weighed('p1', 5)), parcels, owners);
    expect(await office.rows()).toEqual(await office.coldFold());
  });

  it('never lets a reader fail or see half a table, nor time go back', async () => {
    const { upkeep } = await office.projector();
    const ids = Array.from({ length: 60 }, (_, at) => `p${at}`);
    await office.reached(await office.happened(...ids.map((id) => sent(id))));
    let done = false;
    let reads = 0;
    const reading = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let last = 0; !done; reads++) {
          const { answer, position } = await office.reader.ask([parcels], {}, ({ from }) =>
            from(parcels)
              .select(({ fn }) => fn.countAll<number>().as('count'))
              .executeTakeFirstOrThrow(),
          );
          expect(answer.count).toBe(60);
          expect(Number(position)).toBeGreaterThanOrEqual(last);
          last = Number(position);
        }
      }),
    );
    const writing = (async () => {
      for (let grams = 1; !done; grams++) await office.happened(...ids.slice(0, 20).map((id) => weighed(id, grams)));
    })();
    for (let round = 0; round < 5; round++) {
      await upkeep.requestRebuild('parcelBoard');
      await until(async () => (await upkeep.rebuilds()).every(({ state }) => state === 'done'));
    }
    done = true;
    await Promise.all([reading, writing]);
    expect(reads).toBeGreaterThan(20);
    await office.reached(await office.happened(weighed('p0', 1)));
    expect(await office.rows()).toEqual(await office.coldFold());
  }, 30_000);

  it('goes on after its process is gone', async () => {
    const first = await office.projector();
    await office.reached(await office.happened(sent('a'), sent('b')));
    await first.stop();
    await first.upkeep.requestRebuild('parcelBoard');
    // As a process leaves it that was killed between two batches: begun, with the first event folded.
    const fresh = await beginRebuild(office.pool, office.store, liveTarget(parcels));
    for await (const { events } of office.store.subscribe(0, { batchSize: 1 })) {
      await transaction(office.pool, async (client) => {
        await applyEvents(client, fresh, events);
        await client.query('update read.checkpoints set position = 1 where table_name = $1', [fresh.table]);
      });
      break;
    }
    const second = await office.projector();
    await until(async () => (await second.upkeep.rebuilds())[0]?.state === 'done');
    expect(await office.rows()).toEqual(await office.coldFold());
  });
});
