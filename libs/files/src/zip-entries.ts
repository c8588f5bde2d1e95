import type { FileHandle } from 'node:fs/promises';

const endSignature = Buffer.from('504b0506', 'hex');
const endLength = 22;
const entryLength = 46;
const longestComment = 0xffff;
/** No honest office document lists more; bytes. */
const longestDirectory = 4_194_304;

/** The names a ZIP lists in its central directory; none when it is no whole ZIP. Nothing is unpacked. */
export async function zipEntries(file: FileHandle, size: number): Promise<readonly string[]> {
  const tail = await part(file, Math.max(0, size - endLength - longestComment), size);
  const end = tail.lastIndexOf(endSignature);
  if (end < 0 || end + endLength > tail.length) return [];
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (length > longestDirectory || start + length > size) return [];
  const directory = await part(file, start, start + length);
  const names: string[] = [];
  for (let at = 0; at + entryLength <= directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.subarray(at + entryLength, at + entryLength + nameLength);
    names.push(name.toString('utf8'));
    at += entryLength + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names;
}

async function part(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.subarray(0, bytesRead);
}
