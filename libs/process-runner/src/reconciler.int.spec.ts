import { Unavailable } from '@dealtrail/event-sourcing';
import { Reconciler, type Reconciled } from './reconciler.js';
import { RunningProcesses } from './running-processes.js';
import { temporalClient } from './temporal-client.js';
import { parcelNews, parcelWatch, type ParcelEvent } from './testing/parcel.js';
import { PostOffice, eventually, newParcel } from './testing/post-office.js';

let office: PostOffice;
let reconciler: Reconciler;
const sent = (parcelId: string): ParcelEvent => ({ type: 'ParcelSent', data: { parcelId, to: 'li.na' } });
const arrived = (parcelId: string): ParcelEvent => ({ type: 'ParcelArrived', data: { parcelId } });

beforeAll(async () => {
  office = await PostOffice.open();
  reconciler = new Reconciler({ store: office.store, processes: [parcelWatch], running: office.processes });
}, 30_000);
afterAll(() => office?.close(), 30_000);

const counts = ([one]: readonly Reconciled[]) => one;
const listed = async () => {
  const ids: string[] = [];
  for await (const { id } of office.processes.list(parcelWatch)) ids.push(id);
  return ids.sort();
};

describe('reconcile', () => {
  const open = Array.from({ length: 30 }, newParcel);
  const closed = Array.from({ length: 5 }, newParcel);

  it('starts exactly what is open in the log, and says beforehand what it would do', async () => {
    for (const id of open) await office.post(id, [sent(id)], true);
    for (const id of closed) await office.post(id, [sent(id), arrived(id)], true);
    const expected = { process: 'parcelWatch', open: 30, running: 0, started: 30, ended: 0, refreshed: 0, failed: 0 };
    expect(counts(await reconciler.run({ dryRun: true }))).toEqual(expected);
    expect(await listed()).toEqual([]);
    const progress: number[] = [];
    const run = await reconciler.run({ onProgress: (_, done) => progress.push(done) });
    expect(counts(run)).toEqual(expected);
    expect(progress).toHaveLength(30);
  }, 30_000);

  it('changes nothing the second time, whether or not the list has caught up', async () => {
    expect(counts(await reconciler.run())).toMatchObject({ started: 0, ended: 0, refreshed: 0, failed: 0 });
    await eventually(listed, (ids) => ids.length === 30);
    expect(counts(await reconciler.run())).toMatchObject({
      running: 30,
      started: 0,
      ended: 0,
      refreshed: 0,
      failed: 0,
    });
  }, 30_000);

  it('ends what the log has closed and tells the state to what missed it', async () => {
    const [gone = '', moved = ''] = open;
    await office.post(gone, [arrived(gone)], true);
    await office.post(moved, [{ type: 'ParcelRedirected', data: { parcelId: moved, to: 'wang.wei' } }], true);
    expect(counts(await reconciler.run())).toMatchObject({ open: 29, started: 0, ended: 1, refreshed: 1, failed: 0 });
    expect((await office.watch(gone).describe()).status.name).toBe('TERMINATED');
    expect(await office.watch(moved).query('parcelWatchStatus')).toMatchObject({ to: 'wang.wei' });
    await eventually(listed, (ids) => ids.length === 29);
    expect(counts(await reconciler.run())).toMatchObject({ started: 0, ended: 0, refreshed: 0, failed: 0 });
  }, 30_000);

  it('brings everything back when Temporal has lost it', async () => {
    for (const id of await listed()) await office.watch(id).terminate('lost');
    await eventually(listed, (ids) => ids.length === 0); // lost data are not listed; ended runs still are, for a moment
    expect(counts(await reconciler.run())).toMatchObject({ open: 29, started: 29, failed: 0 });
    expect(counts(await reconciler.run())).toMatchObject({ open: 29, started: 0, failed: 0 });
  }, 30_000);

  it('knows each part of an aggregate that has several: starts, ends and refreshes it alone', async () => {
    const parted = new Reconciler({ store: office.store, processes: [parcelNews], running: office.processes });
    const [moved = '', ended = ''] = [newParcel(), newParcel()];
    const part = (id: string, name: string) => office.client.workflow.getHandle(`parcelNews/${id}/${name}`);
    const counted = () => office.processes.count(parcelNews);
    const before = counts(await parted.run({ dryRun: true }))?.open ?? 0;
    await office.post(moved, [sent(moved)], true);
    await office.post(ended, [sent(ended), arrived(ended)], true);
    expect(counts(await parted.run())).toMatchObject({ open: before + 3, started: before + 3, failed: 0 });
    await eventually(counted, (n) => n === before + 3);
    expect(counts(await parted.run())).toMatchObject({ running: before + 3, started: 0, ended: 0, refreshed: 0 });

    await office.post(moved, [{ type: 'ParcelRedirected', data: { parcelId: moved, to: 'wang.wei' } }], true);
    await office.post(ended, [{ type: 'ParcelThanked', data: { parcelId: ended, for: 'all' } }], true);
    await part(moved, 'receiver').terminate('lost');
    await eventually(counted, (n) => n === before + 2);
    expect(counts(await parted.run())).toMatchObject({ started: 1, ended: 1, refreshed: 1, failed: 0 });
    expect(await part(moved, 'sender').query('parcelNewsStatus')).toMatchObject({ to: 'wang.wei' });
    expect((await part(ended, 'sender').describe()).status.name).toBe('TERMINATED');
  }, 30_000);

  it('tries again what met an outage of a moment, and does not wait for one that goes on', async () => {
    let failures = 0;
    class Flickering extends RunningProcesses {
      override async ensure(...of: Parameters<RunningProcesses['ensure']>) {
        const outcome = failures % 3 === 1 ? await super.ensure(...of) : undefined; // done, but its answer is lost
        if (failures-- > 0) throw new Unavailable('temporal-unavailable', 'away');
        return outcome ?? super.ensure(...of);
      }
    }
    const { client, store, taskQueue } = office;
    const flickering = new Flickering({ client, taskQueue, store });
    const patient = new Reconciler({ store, processes: [parcelWatch], running: flickering });
    const fresh = Array.from({ length: 12 }, newParcel);
    for (const id of fresh) await office.post(id, [sent(id)], true);
    const missing = counts(await reconciler.run({ dryRun: true }))?.started ?? 0;
    expect(missing).toBeGreaterThanOrEqual(fresh.length);
    failures = Infinity;
    expect(counts(await patient.run())).toMatchObject({ started: 0, failed: missing, error: 'Unavailable: away' });
    failures = missing - 3;
    expect(counts(await patient.run())).toMatchObject({ started: missing, failed: 0 });
    for (const id of fresh) expect((await office.watch(id).describe()).status.name).toBe('RUNNING');
  }, 60_000);

  it('says that Temporal is away rather than fail unforeseen', async () => {
    const client = temporalClient({ address: '127.0.0.1:1' });
    const { store, taskQueue } = office;
    const running = new RunningProcesses({ client, taskQueue, store });
    const reconciler = new Reconciler({ store, processes: [parcelWatch], running });
    await expect(reconciler.run()).rejects.toMatchObject({ name: 'Unavailable', code: 'temporal-unavailable' });
    await client.connection.close();
  }, 60_000);
});
