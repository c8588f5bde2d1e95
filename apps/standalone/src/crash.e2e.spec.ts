import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { Installation } from './testing/installation.js';

const kills = 10;

(existsSync('/proc/self/stat') ? describe : describe.skip)('kill -9 of the whole process tree under load', () => {
  let installation: Installation;
  /** Command key → what was answered. */
  const acknowledged = new Map<string, { streamId: string; revision: number }>();
  const unknown = new Set<string>();

  /** Sends until told to stop; a lost connection is an unknown outcome, never counted as refused. */
  async function load(bearer: string, stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      const key = randomUUID();
      try {
        const response = await fetch(`${installation.url}/customers`, {
          method: 'POST',
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({ name: `Customer ${key}` }),
        });
        if (response.status === 201)
          acknowledged.set(key, (await response.json()) as { streamId: string; revision: number });
        else unknown.add(key);
      } catch {
        unknown.add(key);
      }
    }
  }

  afterAll(() => installation?.stop(), 90_000);

  it(`loses and doubles nothing in ${kills} kills, and comes up by itself each time`, async () => {
    installation = await Installation.create();
    for (let kill = 0; kill < kills; kill++) {
      await installation.up();
      const bearer = await installation.token('admin');
      let stopped = false;
      const before = acknowledged.size;
      const loads = Array.from({ length: 16 }, () => load(bearer, () => stopped));
      await eventually(
        () => Promise.resolve(acknowledged.size - before),
        (n) => n >= 100 + 40 * kill,
        60,
      );
      installation.killTree();
      stopped = true;
      await Promise.all(loads);
    }
    await installation.up();

    const rows = await installation.query(`select metadata::json ->> 'commandId' as command, stream, count(*) as count
      from dealtrail.events where type = 'CustomerRegistered' group by 1, 2`);
    expect(rows.filter(({ count }) => Number(count) !== 1)).toEqual([]);
    const streams = new Set(rows.map(({ stream }) => stream));
    const lost = [...acknowledged.values()].filter(({ streamId }) => !streams.has(streamId));
    expect(lost).toEqual([]);
    expect(streams.size).toBeGreaterThanOrEqual(acknowledged.size);
    expect(streams.size).toBeLessThanOrEqual(acknowledged.size + unknown.size);

    const [dense] = await installation.query('select count(*) as count, max(position) as head from dealtrail.events');
    expect(dense?.['count']).toBe(dense?.['head']);
    const bearer = await installation.token('admin');
    const api = async (method: string, path: string): Promise<Record<string, unknown>> => {
      const response = await fetch(`${installation.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    await eventually(
      () => api('GET', `/customers?limit=1&minPosition=${String(dense?.['head'])}`),
      (page) => Array.isArray(page['items']),
      30,
    );
    // A cold fold: every read model built anew from the log must be what the kills left.
    const tables = async (): Promise<Record<string, unknown>> => {
      const names = await installation.query(
        `select table_name from read.checkpoints where table_name not like '%\\_rebuild' order by 1`,
      );
      const dumps: Record<string, unknown> = {};
      for (const { table_name: name } of names)
        dumps[String(name)] = await installation.query(
          `select md5(string_agg(t::text, E'\\n' order by t::text)) as digest from read.${String(name)} t`,
        );
      return dumps;
    };
    // Where every read model is at the end of the log, and so is every reaction, which may add to it.
    await eventually(
      () =>
        installation.query(
          `select position from (
             select position from read.checkpoints where table_name not like '%\\_rebuild'
             union all select position from reactions.checkpoints
           ) reader where position < (select max(position) from dealtrail.events)`,
        ),
      (behind) => behind.length === 0,
      60,
    );
    const hot = await tables();
    await api('POST', '/operations/rebuild');
    await eventually(
      async () => (await api('GET', '/operations/rebuilds'))['items'] as { state: string }[],
      (items) => items.length > 0 && items.every(({ state }) => state === 'done'),
      60,
    );
    expect(await tables()).toEqual(hot);
    console.info(`${acknowledged.size} acknowledged, ${unknown.size} unknown, ${streams.size} in the log`);
  }, 600_000);
});
