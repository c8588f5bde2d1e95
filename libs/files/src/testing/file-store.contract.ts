import { createHash, randomBytes } from 'node:crypto';
import { ContentCorrupted, type FileFacts, type FileStore } from '../index.js';

/** A store under test with the hands of its operator. */
export interface StoreUnderTest {
  readonly store: FileStore;
  /** Changes what lies at the address, past the store. */
  readonly replace: (sha256: string, bytes: Buffer) => Promise<void>;
  /** Takes the place away from under the store. */
  readonly takeAway: () => Promise<void>;
  /** How many contents lie there, half written ones included. */
  readonly count: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export const factsOf = (bytes: Buffer, type = 'application/pdf'): FileFacts => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  size: bytes.length,
  type,
});

/** A content as it comes over a network: in pieces. */
export const pieces = (bytes: Buffer, size = 65_536) =>
  async function* (): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };

export async function bytesOf(content: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** What every file store must do, whatever it is made of. */
export function fileStoreContract(open: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.close());

  const content = randomBytes(300_000);
  const facts = factsOf(content);
  const flipped = Buffer.from(content);
  flipped[17] = (flipped[17] ?? 0) ^ 1;

  it('gives back what was put, by its hash', async () => {
    expect(await under.store.put({ type: facts.type }, pieces(content))).toEqual(facts);
    expect(await under.store.find(facts.sha256)).toEqual(facts);
    expect((await bytesOf(await under.store.read(facts.sha256))).equals(content)).toBe(true);
  });

  it.each([
    ['from the start', 0, 99],
    ['across pieces', 65_000, 200_000],
    ['the last byte', 299_999, 299_999],
  ])('gives a part %s', async (_name, start, end) => {
    await under.store.put(facts, pieces(content));
    const part = await bytesOf(await under.store.read(facts.sha256, { start, end }));
    expect(part.equals(content.subarray(start, end + 1))).toBe(true);
  });

  it('stores the same content once, with the type it came with first', async () => {
    await under.store.put(facts, pieces(content));
    expect(await under.store.put({ type: 'text/csv' }, pieces(content))).toEqual(facts);
    expect(await under.count()).toBe(1);
    expect(await under.store.find(facts.sha256)).toEqual(facts);
  });

  it('stores the same content once when it comes many times at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => under.store.put(facts, pieces(content))));
    expect(await under.count()).toBe(1);
    expect((await bytesOf(await under.store.read(facts.sha256))).equals(content)).toBe(true);
  });

  it.each([
    ['other bytes', flipped],
    ['less', content.subarray(0, 299_999)],
    ['more', Buffer.concat([content, Buffer.from('x')])],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s under the hash, and keeps nothing', async (_name, bytes) => {
    await expect(under.store.put(facts, pieces(bytes))).rejects.toThrow(ContentCorrupted);
    expect(await under.store.find(facts.sha256)).toBeUndefined();
    expect(await under.count()).toBe(0);
  });

  it('refuses a content that is another at its second reading', async () => {
    const readings = [content, flipped].values();
    const changing = () => pieces(readings.next().value as Buffer)();
    await expect(under.store.put(facts, changing)).rejects.toThrow(ContentCorrupted);
    await expect(under.store.read(facts.sha256).then(bytesOf)).rejects.toThrow();
  });

  it('keeps nothing of a content whose source breaks', async () => {
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield content.subarray(0, 100_000);
      throw new Error('the source broke');
    };
    await expect(under.store.put(facts, broken)).rejects.toThrow('the source broke');
    expect(await under.store.find(facts.sha256)).toBeUndefined();
    expect(await under.count()).toBe(0);
  });

  it.each([
    ['changed', flipped],
    ['cut', content.subarray(0, 200_000)],
    ['longer', Buffer.concat([content, content])],
  ])('ends the reading of a %s content in an error before all bytes are out', async (_name, bytes) => {
    await under.store.put(facts, pieces(content));
    await under.replace(facts.sha256, bytes);
    let out = 0;
    const reading = (async () => {
      for await (const part of await under.store.read(facts.sha256)) out += (part as Buffer).length;
    })();
    await expect(reading).rejects.toThrow(ContentCorrupted);
    expect(out).toBeLessThan(bytes.length);
  });

  it('ends the reading of a sound part of a changed content in an error too', async () => {
    await under.store.put(facts, pieces(content));
    await under.replace(facts.sha256, flipped);
    const part = await under.store.read(facts.sha256, { start: 100_000, end: 100_009 });
    await expect(bytesOf(part)).rejects.toThrow(ContentCorrupted);
  });

  it('is mended by the same content put again', async () => {
    await under.store.put(facts, pieces(content));
    await under.replace(facts.sha256, flipped);
    await under.store.put(facts, pieces(content));
    expect((await bytesOf(await under.store.read(facts.sha256))).equals(content)).toBe(true);
  });

  it.each([
    ['a hash of nothing here', 'f'.repeat(64)],
    ['capitals', facts.sha256.toUpperCase()],
    ['a path', `../../${'a'.repeat(58)}`],
    ['nothing', ''],
  ])('finds nothing under %s', async (_name, sha256) => {
    await under.store.put(facts, pieces(content));
    expect(await under.store.find(sha256)).toBeUndefined();
    await expect(under.store.read(sha256)).rejects.toMatchObject({ code: 'file-not-found', kind: 'not-found' });
  });

  it('says whether it can be worked with, and leaves no trace of the trial', async () => {
    await under.store.check();
    expect(await under.count()).toBe(0);
    await under.takeAway();
    await expect(under.store.check()).rejects.toMatchObject({ code: expect.any(String) });
  });

  it('lets go of a content whose reader leaves', async () => {
    await under.store.put(facts, pieces(content));
    for (let i = 0; i < 20; i++) {
      const reading = await under.store.read(facts.sha256);
      for await (const _ of reading) break;
      expect(reading.destroyed).toBe(true);
    }
  });
}
