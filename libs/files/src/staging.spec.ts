import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Staging } from './staging.js';

const ann = { kind: 'staff', id: 'ann' } as const;
const noon = '2026-11-23T04:00:00.000Z';

describe('the sweep of what waits', () => {
  let folder: string;
  let staging: Staging;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-staging-'));
    staging = new Staging(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const begin = async (expiresAt: string) => {
    const uploadId = randomUUID();
    await staging.begin(ann, { uploadId, size: 9, expiresAt, declared: { type: 'text/csv' } });
    return uploadId;
  };
  const names = async () => (await readdir(folder, { recursive: true })).filter((name) => name.includes('/'));

  it('removes the expired, whole or not, and leaves the others', async () => {
    const expired = await begin(noon);
    const open = await begin('2026-11-23T04:00:00.001Z');
    await staging.sweep(noon, 0);
    expect(await staging.find(ann, expired)).toBeUndefined();
    expect(await staging.find(ann, open)).toBeDefined();
    expect((await names()).every((name) => name.includes(open))).toBe(true);
    expect(await names()).toHaveLength(2);
  });

  it('removes what a killed process left without a record, but nothing that is being written', async () => {
    await begin('2026-11-24T04:00:00.000Z');
    const [person = ''] = await readdir(folder);
    for (const name of ['orphan.part', randomUUID()]) {
      await writeFile(join(folder, person, name), 'left');
      await utimes(join(folder, person, name), 1, 1);
    }
    await writeFile(join(folder, person, 'young.part'), 'being written');
    await staging.sweep(noon, 60_000);
    expect((await names()).filter((name) => /orphan|young/.test(name))).toEqual([join(person, 'young.part')]);
    expect(await names()).toHaveLength(3);
  });

  it('stays quiet when nothing was ever uploaded', async () => {
    await expect(new Staging(join(folder, 'none')).sweep(noon, 0)).resolves.toBeUndefined();
  });
});
