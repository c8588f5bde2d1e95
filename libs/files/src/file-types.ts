import type { FileHandle } from 'node:fs/promises';
import { zipEntries } from './zip-entries.js';

/** How a content of a type is told from others. */
interface FileType {
  /** The first one is given to a content without a name. */
  readonly extensions: readonly [string, ...string[]];
  /** Its first bytes, hex; a text has none and must hold no NUL instead. */
  readonly begins?: string;
  /** An office document is a ZIP with this folder in it. */
  readonly folder?: string;
}

/** What may be attached; nothing that a browser or an office program would run. */
const fileTypes: Readonly<Record<string, FileType>> = {
  'application/pdf': { extensions: ['pdf'], begins: '255044462d' },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    extensions: ['docx'],
    begins: '504b0304',
    folder: 'word/',
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    extensions: ['xlsx'],
    begins: '504b0304',
    folder: 'xl/',
  },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    extensions: ['pptx'],
    begins: '504b0304',
    folder: 'ppt/',
  },
  'image/png': { extensions: ['png'], begins: '89504e470d0a1a0a' },
  'image/jpeg': { extensions: ['jpg', 'jpeg'], begins: 'ffd8ff' },
  'text/plain': { extensions: ['txt', 'log'] },
  'text/markdown': { extensions: ['md'] },
  'text/csv': { extensions: ['csv'] },
};

export const allowedTypes: readonly string[] = Object.keys(fileTypes);

/** Media type without parameters, in lower case. */
export const plainType = (declared: string): string => (declared.split(';')[0] ?? '').trim().toLowerCase();

const typeNamed = (type: string): FileType | undefined =>
  Object.hasOwn(fileTypes, type) ? fileTypes[type] : undefined;

export const isAllowedType = (type: string): boolean => typeNamed(type) !== undefined;

/** `pdf` for `application/pdf`; `bin` for a type that is no longer allowed. */
export const extensionOf = (type: string): string => typeNamed(type)?.extensions[0] ?? 'bin';

/** The reverse of `extensionOf`. */
export const typeOfExtension = (extension: string): string =>
  allowedTypes.find((type) => extensionOf(type) === extension) ?? 'application/octet-stream';

/** Whether a file name ends as names of this type do, so that `invoice.pdf.exe` is no PDF. */
export const nameFitsType = (name: string, type: string): boolean =>
  typeNamed(type)?.extensions.includes(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? false;

/** Bytes looked at for NUL in what calls itself a text. */
const textSample = 4096;
/** UTF-16, as spreadsheets export it, holds NUL by nature. */
const utf16 = ['fffe', 'feff'];

/** Whether the bytes are what the type says, as far as they can tell. */
export async function contentFitsType(file: FileHandle, size: number, type: string): Promise<boolean> {
  const kind = typeNamed(type);
  if (!kind) return false;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(textSample), 0, textSample, 0);
  const head = buffer.subarray(0, bytesRead);
  const hex = head.toString('hex');
  if (kind.begins === undefined) return utf16.some((mark) => hex.startsWith(mark)) || !head.includes(0);
  if (!hex.startsWith(kind.begins)) return false;
  const { folder } = kind;
  if (folder === undefined) return true;
  const names = await zipEntries(file, size);
  return names.includes('[Content_Types].xml') && names.some((name) => name.startsWith(folder));
}
