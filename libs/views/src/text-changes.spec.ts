import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractText } from '@dealtrail/contracts';
import { FolderFileStore } from '@dealtrail/files';
import { textChanges } from './text-changes.js';

let folder: string;
let files: FolderFileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dealtrail-texts-'));
  files = new FolderFileStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

async function stored(content: string | Buffer, type = 'text/plain'): Promise<ContractText> {
  const bytes = Buffer.from(content as string);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const text = { sha256, name: 'a', type, size: bytes.length };
  await files.put(text, () => [bytes] as unknown as AsyncIterable<Buffer>);
  return text;
}
const lines = (count: number, said: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => said(n)).join('\n');

describe('textChanges', () => {
  it('shows lines that changed with three around them, and nothing between', async () => {
    const before = lines(30, (n) => `第 ${n} 條`);
    const after = before.replace('第 5 條', '第 5 條(修訂)').replace('第 25 條\n', '');
    expect(await textChanges(files, await stored(before), await stored(after, 'text/markdown'))).toEqual({
      lines: [
        {
          oldStart: 3,
          oldLines: 7,
          newStart: 3,
          newLines: 7,
          lines: [' 第 2 條', ' 第 3 條', ' 第 4 條', '-第 5 條', '+第 5 條(修訂)', ' 第 6 條', ' 第 7 條', ' 第 8 條'],
        },
        {
          oldStart: 23,
          oldLines: 7,
          newStart: 23,
          newLines: 6,
          lines: [' 第 22 條', ' 第 23 條', ' 第 24 條', '-第 25 條', ' 第 26 條', ' 第 27 條', ' 第 28 條'],
        },
      ],
    });
  });

  it.each([
    ['same-text', 'a', 'a'],
    ['too-different', lines(2_000, String), lines(2_000, (n) => `${n}!`)],
    ['too-large', 'a', 'a'.repeat(1024 * 1024 + 1)],
    ['not-plain-text', 'a', Buffer.from([0xff, 0xfe, 0x00])],
  ])('says why there are none: %s', async (noLinesBecause, before, after) =>
    expect(await textChanges(files, await stored(before), await stored(after))).toEqual({ noLinesBecause }),
  );

  it('compares nothing that is missing, not stored or of another type', async () => {
    const text = await stored('a');
    const other = { ...text, sha256: 'f'.repeat(64) };
    expect(await textChanges(files, undefined, text)).toEqual({ noLinesBecause: 'no-text' });
    expect(await textChanges(files, undefined, undefined)).toEqual({ noLinesBecause: 'no-text' });
    expect(await textChanges(files, text, other)).toEqual({ noLinesBecause: 'not-stored' });
    const pdf = { ...other, type: 'application/pdf' };
    expect(await textChanges(files, text, pdf)).toEqual({ noLinesBecause: 'not-plain-text' });
  });

  it('is done in time with the two worst texts there may be', async () => {
    const half = 1024 * 512;
    const [before, after] = await Promise.all([stored('a\n'.repeat(half)), stored('b\n'.repeat(half))]);
    const began = process.hrtime.bigint();
    expect(await textChanges(files, before, after)).toEqual({ noLinesBecause: 'too-different' });
    expect(Number(process.hrtime.bigint() - began) / 1e9).toBeLessThan(5);
  });
});
