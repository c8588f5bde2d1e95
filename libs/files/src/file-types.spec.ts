import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowedTypes, contentFitsType, extensionOf, typeOfExtension } from './file-types.js';

/** A ZIP of empty entries, as its specification lays it out. */
function zip(...names: readonly string[]): Buffer {
  const locals = names.map((name) => Buffer.concat([header('504b0304', 30, 26, name), Buffer.from(name)]));
  const offsets = locals.map((_, i) => locals.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const central = names.map((name, i) => {
    const entry = header('504b0102', 46, 28, name);
    entry.writeUInt32LE(offsets[i] ?? 0, 42);
    return Buffer.concat([entry, Buffer.from(name)]);
  });
  const [before, directory] = [Buffer.concat(locals), Buffer.concat(central)];
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(before.length, 16);
  return Buffer.concat([before, directory, end]);
}

function header(signature: string, length: number, nameAt: number, name: string): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write(signature, 'hex');
  bytes.writeUInt16LE(Buffer.byteLength(name), nameAt);
  return bytes;
}

const office = 'application/vnd.openxmlformats-officedocument';
const docx = `${office}.wordprocessingml.document`;
const xlsx = `${office}.spreadsheetml.sheet`;
const pptx = `${office}.presentationml.presentation`;
const document = zip('[Content_Types].xml', '_rels/.rels', 'word/document.xml');
const book = zip('[Content_Types].xml', 'xl/workbook.xml');

describe('types of files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-types-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function fits(bytes: Buffer, type: string): Promise<boolean> {
    const path = join(folder, 'content');
    await writeFile(path, bytes);
    const file = await open(path);
    try {
      return await contentFitsType(file, bytes.length, type);
    } finally {
      await file.close();
    }
  }

  it.each([
    [docx, document],
    [xlsx, book],
    [pptx, zip('ppt/presentation.xml', '[Content_Types].xml')],
    [docx, Buffer.concat([document.subarray(0, -2), Buffer.from([3, 0]), Buffer.from('end')])],
    ['image/png', Buffer.from('89504e470d0a1a0a0000', 'hex')],
    ['image/jpeg', Buffer.from('ffd8ffe0', 'hex')],
    ['application/pdf', Buffer.from('%PDF-1.4')],
    ['text/csv', Buffer.from('編號,金額\n')],
    ['text/markdown', Buffer.from('# x')],
  ])('%s is known by its bytes', async (type, bytes) => {
    expect(await fits(bytes, type)).toBe(true);
  });

  it.each([
    ['a table for a letter', docx, book],
    ['a program archive', docx, zip('META-INF/MANIFEST.MF', 'word/A.class')],
    ['an archive with the folder only', docx, zip('word/document.xml')],
    ['a ZIP cut short', docx, document.subarray(0, -30)],
    ['a ZIP whose directory lies behind its end', docx, brokenDirectory()],
    ['only the first bytes of a ZIP', xlsx, Buffer.from('PK\x03\x04')],
    ['a program in a text', 'text/plain', Buffer.from('\x7fELF\0\0')],
    ['half a signature', 'image/png', Buffer.from('89504e', 'hex')],
    ['a type nobody allowed', 'text/html', Buffer.from('<p>')],
    ['a name that every object has', 'constructor', Buffer.from('x')],
  ])('%s is not taken', async (_name, type, bytes) => {
    expect(await fits(bytes, type)).toBe(false);
  });

  it('are found again by their extension', () => {
    for (const type of allowedTypes) expect(typeOfExtension(extensionOf(type))).toBe(type);
    expect([extensionOf('text/html'), typeOfExtension('bin')]).toEqual(['bin', 'application/octet-stream']);
  });
});

function brokenDirectory(): Buffer {
  const bytes = Buffer.from(document);
  bytes.writeUInt32LE(0xffffffff, bytes.length - 6);
  return bytes;
}
