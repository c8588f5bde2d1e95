import fc from 'fast-check';
import { projectAll } from '@dealtrail/event-sourcing/testing';
import type { Recorded } from '@dealtrail/event-sourcing';
import { contains, ListQuestion, ReadPool, ReadStore, Upkeep, type Page } from './index.js';
import { owners, ParcelOffice, parcels, until, type ParcelEvent, type ParcelRow } from './testing/parcels.js';

type Sent = Extract<ParcelEvent, { type: 'ParcelSent' }>['data'];
const sent = (data: Sent): ParcelEvent => ({ type: 'ParcelSent', data });
const weighed = (parcelId: string, grams: number): ParcelEvent => ({
  type: 'ParcelWeighed',
  data: { parcelId, grams },
});

class ParcelList extends ListQuestion {
  readonly owner?: string;
}
const question = (given: Partial<ParcelList> = {}): ParcelList => Object.assign(new ParcelList(), given);
const sortable = ['parcelId', 'grams', 'owner', 'note', 'sentOn', 'fragile', 'lastAt', 'events'] as const;

describe('read store', () => {
  let office: ParcelOffice;
  beforeEach(async () => {
    office = await ParcelOffice.open();
  });
  afterEach(() => office.close());

  const list = (given: Partial<ParcelList> = {}, options: object = {}): Promise<Page<ParcelRow>> =>
    office.reader.list(parcels, question(given), { sortable, defaultSort: 'parcelId', ...options });

  async function pages(given: Partial<ParcelList>): Promise<ParcelRow[]> {
    const rows: ParcelRow[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await list({ ...given, cursor });
      rows.push(...page.items);
      cursor = page.nextCursor;
      expect(page.items.length === given.limit || cursor === undefined).toBe(true);
    }
    return rows;
  }

  it('gives every row once on its pages, in order, whatever the sort, ties and missing values', async () => {
    await office.projector();
    const text = fc.constantFrom('lin', 'wu', '王', 'Z', 'a b');
    const arbitrary = fc.record(
      { grams: fc.integer({ min: -3, max: 3 }), owner: text, note: text, sentOn: fc.constant('2026-03-01') },
      { requiredKeys: [] },
    );
    const seed = 20_260_302;
    const given = fc.sample(arbitrary, { numRuns: 60, seed });
    await office.reached(await office.happened(...given.map((data, at) => sent({ parcelId: `p${at}`, ...data }))));
    const all = [...(await office.rows()).values()] as ParcelRow[];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sortable),
        fc.boolean(),
        fc.integer({ min: 1, max: 61 }),
        async (by, down, limit) => {
          const sign = down ? -1 : 1;
          const ordered = [...all].sort((a, b) => {
            if (a[by] === b[by]) return a.parcelId < b.parcelId ? -sign : sign;
            if (a[by] === undefined || b[by] === undefined) return a[by] === undefined ? 1 : -1;
            const [left, right] = [Buffer.from(String(a[by])), Buffer.from(String(b[by]))];
            return typeof a[by] === 'number'
              ? sign * (Number(a[by]) - Number(b[by]))
              : sign * Buffer.compare(left, right);
          });
          const found = await pages({ sort: down ? `-${by}` : by, limit });
          expect(found).toEqual(ordered);
        },
      ),
      { numRuns: 40, seed },
    );
  }, 30_000);

  it('refuses a cursor of other filters or another sort, and what is no cursor', async () => {
    await office.projector();
    await office.reached(await office.happened(sent({ parcelId: 'a' }), sent({ parcelId: 'b' })));
    const { nextCursor: cursor } = await list({ limit: 1, owner: undefined });
    const refused = (given: Partial<ParcelList>, field: string, code: string) =>
      expect(list(given)).rejects.toMatchObject({ errors: [{ field, code }] });
    await refused({ cursor, owner: 'lin' }, 'cursor', 'cursor-of-another-list');
    await refused({ cursor, sort: '-parcelId' }, 'cursor', 'cursor-of-another-list');
    await refused({ cursor: 'nonsense' }, 'cursor', 'cursor-malformed');
    await refused({ sort: 'trail' }, 'sort', 'not-sortable');
    await refused({ sort: '-toString' }, 'sort', 'not-sortable');
    await refused({ limit: 201 }, 'limit', 'out-of-range');
    await refused({ minPosition: '-1' }, 'minPosition', 'not-a-position');
    await refused({ asOf: 'yesterday' }, 'asOf', 'not-an-instant');
    await refused({ asOf: '2026-03-02T01:00:00.001Z' }, 'asOf', 'in-the-future');
    expect((await list({ cursor })).items).toHaveLength(1);
  });

  it('shows only rows within reach, and finds text as typed', async () => {
    await office.projector();
    const notes = ['100% wool', '100 wool', 'under_score', 'underXscore', 'ÄPFEL', '王小明'];
    await office.reached(
      await office.happened(
        ...notes.map((note, at) => sent({ parcelId: `p${at}`, note, owner: at < 2 ? 'lin' : 'wu' })),
      ),
    );
    const reached = async (reach: 'all' | ReadonlySet<string>) =>
      (await list({}, { reach: { column: 'owner', reach } })).items.length;
    expect(await reached('all')).toBe(6);
    expect(await reached(new Set(['lin', 'nobody']))).toBe(2);
    expect(await reached(new Set())).toBe(0);
    const inTrail = async (type: string) =>
      (await list({}, { reach: { column: 'trail', reach: new Set([type, 'x']) } })).items.length;
    expect([await inTrail('ParcelSent'), await inTrail('ParcelLost')]).toEqual([6, 0]);
    const found = async (text: string) => {
      const where = (query: ReturnType<Parameters<Parameters<typeof office.reader.ask>[2]>[0]['from']>) =>
        query.where(contains('note', text));
      return (await list({}, { where })).items.map(({ note }) => note);
    };
    expect(await found('0% W')).toEqual(['100% wool']);
    expect(await found('r_s')).toEqual(['under_score']);
    expect(await found('äpf')).toEqual(['ÄPFEL']);
    expect(await found('小')).toEqual(['王小明']);
    expect(await found('\\')).toEqual([]);
  });

  it('answers one row with its position', async () => {
    await office.projector();
    await office.reached(await office.happened(sent({ parcelId: 'a', grams: 7 })));
    const { row, position } = await office.reader.find(parcels, 'a', question());
    expect(row).toMatchObject({ parcelId: 'a', grams: 7, events: 1, trail: ['ParcelSent'], first: { grams: 7 } });
    expect(row).not.toHaveProperty('owner');
    expect(position).toBe('1');
    expect(await office.reader.find(parcels, 'z', question())).toEqual({ row: undefined, position: '1' });
  });

  it('waits for a position, with the projector here or elsewhere, and says so when it does not come', async () => {
    const projector = await office.projector({ projections: [parcels, owners], watch: office.reader.watch });
    for (let grams = 1; grams <= 20; grams++) {
      const position = await office.happened(grams === 1 ? sent({ parcelId: 'a', owner: 'lin' }) : weighed('a', grams));
      const found = await office.reader.find(parcels, 'a', question({ minPosition: String(position) }));
      expect(Number(found.position)).toBeGreaterThanOrEqual(position);
      if (grams > 1) expect(found.row?.grams).toBe(grams);
    }
    await projector.stop();
    const position = String(await office.happened(weighed('a', 1)));
    const began = Date.now();
    const impatient = new ReadStore({ pool: office.pool, store: office.store, waitMs: 300 });
    const waiting = impatient.find(parcels, 'a', question({ minPosition: position }));
    await expect(waiting).rejects.toMatchObject({ code: 'read-model-behind' });
    expect(Date.now() - began).toBeGreaterThanOrEqual(290);
    expect((await list()).items).toHaveLength(1);
    await office.projector();
    expect((await list({ minPosition: position })).items[0]?.grams).toBe(1);
  });

  it('says that a read model is not there yet', async () => {
    await expect(list()).rejects.toMatchObject({ code: 'read-model-missing' });
    const projector = await office.projector();
    await until(() => projector.ready());
    expect(await list()).toEqual({ items: [], position: '0' });
  });

  it('says that the server does not answer', async () => {
    const pool = new ReadPool('postgresql://nobody@127.0.0.1:1/nothing');
    const { store } = office;
    const away = { code: 'read-store-away' };
    await expect(new ReadStore({ pool, store }).find(parcels, 'a', question())).rejects.toMatchObject(away);
    const upkeep = new Upkeep({ pool, store, projections: [parcels] });
    await expect(upkeep.requestRebuild('parcelBoard')).rejects.toMatchObject(away);
    await expect(upkeep.parked.retry('parcelBoard', 'a')).rejects.toMatchObject(away);
    await pool.end();
  });

  it('answers as of an instant exactly as the prefix of the log does, with the same SQL', async () => {
    await office.projector();
    const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 2, 2, 1, minute, second)).toISOString();
    for (let minute = 0; minute < 20; minute++) {
      office.now = at(minute);
      await office.happened(sent({ parcelId: `p${minute % 7}`, grams: minute }), weighed('p0', minute));
      if (minute === 9) {
        // The clock of this writer was fast; the next one's is right again. Both facts belong to minute 9.
        office.now = at(9, 30);
        await office.happened(weighed('p1', 99));
        office.now = at(9, 10);
        await office.happened(weighed('p2', 98));
      }
    }
    const events: Recorded[] = [];
    for await (const batch of office.store.subscribe(0)) {
      events.push(...batch.events);
      if (batch.live) break;
    }
    office.now = at(30);
    await office.reached(events.length);
    const before = await office.rows();
    for (const instant of [at(0, -1), at(0), at(5, 30), at(9), at(9, 10), at(9, 30), at(19), at(25)]) {
      const count = events.findLastIndex(({ recordedAt }) => recordedAt <= instant) + 1;
      const page = await list({ asOf: instant, sort: '-parcelId' });
      const expected = [...projectAll(parcels, events.slice(0, count)).values()] as ParcelRow[];
      expect(page.items).toEqual(expected.sort((a, b) => (a.parcelId < b.parcelId ? 1 : -1)));
      expect(page.position).toBe(String(count));
    }
    expect(await office.rows()).toEqual(before);
    const left = await office.database.query(
      `select 1 from read.parked union all select 1 from pg_class where relname like 'as_of%'`,
    );
    expect(left).toEqual([]);
  });

  it('answers many questions about the past at once, two folds at a time', async () => {
    await office.projector();
    await office.reached(await office.happened(sent({ parcelId: 'a' }), sent({ parcelId: 'b' })));
    const answers = await Promise.all(Array.from({ length: 12 }, () => list({ asOf: office.now })));
    expect(answers.every(({ items }) => items.length === 2)).toBe(true);
  });
});
