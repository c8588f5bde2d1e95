import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderFileStore } from './index.js';
import { factsOf, fileStoreContract, pieces } from './testing/file-store.contract.js';

const filesUnder = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

describe('the folder store', () => {
  let folder: string;
  const open = async () => {
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-files-'));
    return {
      store: new FolderFileStore(folder),
      replace: async (sha256: string, bytes: Buffer) => {
        const path = (await filesUnder(folder)).find((file) => file.includes(sha256));
        await writeFile(path as string, bytes);
      },
      takeAway: async () => {
        await rm(folder, { recursive: true });
        await writeFile(folder, 'a file where the folder was');
      },
      count: async () => (await filesUnder(folder)).length,
      close: () => rm(folder, { recursive: true }),
    };
  };
  describe('as every store', () => fileStoreContract(open));

  describe('of its own', () => {
    let under: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    it('shows nothing of what is still being written, and sweeps what a dead writer left', async () => {
      const bytes = randomBytes(100_000);
      const facts = factsOf(bytes);
      let go = (): void => undefined;
      let reached = (): void => undefined;
      const halfway = new Promise<void>((resolve) => (reached = resolve));
      let readings = 0;
      const writing = under.store.put(facts, async function* () {
        if (++readings === 1) return yield* pieces(bytes)();
        yield bytes.subarray(0, 50_000);
        yield bytes.subarray(50_000, 60_000);
        reached();
        await new Promise<void>((resolve) => (go = resolve));
        yield bytes.subarray(60_000);
      });
      await halfway;
      expect(await under.count()).toBe(1);
      expect(await new FolderFileStore(folder).find(facts.sha256)).toBeUndefined();
      await under.store.sweep(Date.now() - 60_000); // not the work of a living writer
      go();
      await writing;
      expect(await new FolderFileStore(folder).find(facts.sha256)).toEqual(facts);

      const left = join(folder, 'incoming', 'left-behind');
      await writeFile(left, 'half');
      await utimes(left, 1, 1);
      await under.store.sweep(Date.now() - 60_000);
      expect(await filesUnder(join(folder, 'incoming'))).toEqual([]);
      expect(await under.store.find(facts.sha256)).toEqual(facts);
    });

    it('puts contents into folders by their first letters, readable by their owner only', async () => {
      const facts = factsOf(Buffer.from('%PDF-1.7'));
      await under.store.put(facts, pieces(Buffer.from('%PDF-1.7')));
      const { sha256 } = facts;
      expect(await filesUnder(folder)).toEqual([join(folder, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.pdf`)]);
    });
  });
});
