import { randomUUID } from 'node:crypto';
import { ReadPool } from './index.js';
import { owners, ParcelOffice, parcels, until, type ParcelEvent } from './testing/parcels.js';

const sent = (parcelId: string, owner?: string): ParcelEvent => ({ type: 'ParcelSent', data: { parcelId, owner } });
const weighed = (parcelId: string, grams: number): ParcelEvent => ({
  type: 'ParcelWeighed',
  data: { parcelId, grams },
});
const lost = (parcelId: string): ParcelEvent => ({ type: 'ParcelLost', data: { parcelId } });

describe('projector', () => {
  let office: ParcelOffice;
  beforeEach(async () => {
    office = await ParcelOffice.open();
  });
  afterEach(() => office.close());

  it('folds what was there and what comes, removals included, as a cold fold would', async () => {
    await office.happened(sent('a', 'lin'), sent('b', 'lin'), weighed('a', 5));
    const projector = await office.projector({ projections: [parcels, owners] });
    await until(() => projector.ready());
    const position = await office.happened(lost('b'), sent('c', 'wu'), weighed('c', 9_007_199_254_740_991));
    await office.reached(position, parcels, owners);
    expect(await office.rows()).toEqual(await office.coldFold());
    expect(await office.rows(owners)).toEqual(await office.coldFold(owners));
    expect([...(await office.rows()).keys()]).toEqual(['a', 'c']);
    expect(projector.status()).toMatchObject([
      { name: 'parcelBoard', table: 'parcel_board_v1', position, leader: true, state: 'running', parked: 0 },
      { name: 'ownerTotals', table: 'owner_totals_v1', position, leader: true },
    ]);
  });

  it('applies every event once however often its connections are cut', async () => {
    const ids = Array.from({ length: 40 }, () => randomUUID());
    await office.happened(...ids.map((id) => sent(id)));
    // Only this projector's connections are named so.
    const cut = new ReadPool({ connectionString: office.database.url, application_name: 'cut me' });
    const projector = await office.projector({ pool: cut });
    let position = 0;
    for (let round = 1; round <= 15; round++) {
      position = await office.happened(...ids.map((id) => weighed(id, round)));
      await office.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut me' and datname = current_database()`,
      );
    }
    await until(() => (projector.status()[0]?.position ?? 0) >= position);
    expect(await office.rows()).toEqual(await office.coldFold());
    expect([...(await office.rows()).values()].every((row) => 'events' in row && row.events === 16)).toBe(true);
    await projector.stop();
    await cut.end();
  });

  it('has one leader per table, and another takes over where it stopped', async () => {
    const first = await office.projector();
    await until(() => first.ready());
    const second = await office.projector();
    await until(() => second.ready());
    expect(first.status()[0]).toMatchObject({ leader: true, state: 'running' });
    expect(second.status()[0]).toMatchObject({ leader: false, state: 'following' });
    await office.reached(await office.happened(sent('a'), sent('b')));
    await first.stop();
    await office.reached(await office.happened(weighed('a', 1)));
    expect(second.status()[0]).toMatchObject({ leader: true });
    expect(await office.rows()).toEqual(await office.coldFold());
  });

  it('stays right when a leader loses its lock without noticing at once', async () => {
    const projectors = [await office.projector({ everyMs: 200 }), await office.projector({ everyMs: 200 })];
    await until(() => projectors.every((projector) => projector.ready()));
    await office.happened(sent('a'));
    let position = 0;
    for (let grams = 1; grams <= 60; grams++) {
      position = await office.happened(weighed('a', grams));
      if (grams % 10 === 0)
        await office.database.query(
          `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1
           and database = (select oid from pg_database where datname = current_database())`,
        );
      await until(() => projectors.some((projector) => projector.status()[0]?.leader));
    }
    await until(() => projectors.some((projector) => (projector.status()[0]?.position ?? 0) >= position));
    expect(await office.rows()).toEqual(await office.coldFold());
  });

  it('builds a new version beside the old, which goes on until it is dropped', async () => {
    await office.happened(sent('a', 'lin'), sent('b', 'wu'));
    const old = await office.projector();
    await until(() => old.ready());
    const next = { ...parcels, version: 2 };
    const both = await office.projector({ projections: [next] });
    await until(() => both.ready());
    await office.reached(await office.happened(weighed('b', 3)), parcels, next);
    expect(await office.rows(next)).toEqual(await office.rows(parcels));
    expect(await both.upkeep.dropOld()).toEqual([]);
    await old.stop();
    await until(async () => (await both.upkeep.dropOld()).includes('parcel_board_v1'));
    await expect(office.rows(parcels)).rejects.toMatchObject({ code: 'read-model-missing' });
    expect(await office.rows(next)).toEqual(await office.coldFold());
  });

  it('lets a table with trouble go on alone, and joins what has come to the same place', async () => {
    const failures: string[] = [];
    const onFailure = (error: unknown) => failures.push(String(error));
    const projector = await office.projector({ projections: [parcels, owners], onFailure });
    await until(() => projector.ready());
    await office.database.query('alter table read.owner_totals_v1 rename column sent to misnamed');
    await office.reached(await office.happened(sent('a', 'lin')));
    await until(() => projector.status()[1]?.state === 'failing');
    await office.reached(await office.happened(sent('b', 'lin')));
    expect(failures.join()).toContain('sent');
    await office.database.query('alter table read.owner_totals_v1 rename column misnamed to sent');
    await office.reached(await office.happened(sent('c', 'lin')), parcels, owners);
    expect(await office.rows(owners)).toEqual(await office.coldFold(owners));
    await until(() => projector.status().every(({ state }) => state === 'running'));
  });

  it('makes again what somebody dropped', async () => {
    const projector = await office.projector();
    await until(() => projector.ready());
    await office.reached(await office.happened(sent('a')));
    await office.database.query('drop table read.parcel_board_v1');
    const position = await office.happened(sent('b'));
    await until(async () => (await office.rows().catch(() => new Map())).size === 2);
    await office.database.query('drop schema read cascade');
    await until(async () => (await office.rows().catch(() => new Map())).size === 2);
    await until(() => (projector.status()[0]?.position ?? 0) >= position);
    expect(await office.rows()).toEqual(await office.coldFold());
  });

  it('refuses other columns under the same version', async () => {
    const projector = await office.projector();
    await until(() => projector.ready());
    await projector.stop();
    const failures: string[] = [];
    const changed = { ...parcels, columns: { ...parcels.columns, grams: 'integer' as const } };
    await office.projector({ projections: [changed], onFailure: (error) => failures.push(String(error)) });
    await until(() => failures.some((failure) => failure.includes('raise the version of projection parcelBoard')));
  });
});
