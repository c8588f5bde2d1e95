import { InvalidInput, type FieldError } from '@dealtrail/event-sourcing';
import { isAllowedType, nameFitsType, plainType } from './file-types.js';
import { isSha256, type Claim } from './file-store.js';
import { FileRefused } from './refused.js';

/** What whoever uploads says of the file, as it came. */
export interface Said {
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly sha256?: string | undefined;
}

/** The same, believed as far as words go. */
export interface Declared extends Claim {
  readonly name?: string;
}

/** What can be the name of a file anywhere: no folders, no control or half characters, no marks that turn reading around. */
export const plainName = /^(?![\s.])[^/\\\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]+(?<![\s.])$/u;

/** Characters and bytes; the latter is what file systems take. */
const longest = { characters: 200, bytes: 255 };

/** Throws `type-not-allowed` (415), or `InvalidInput` with every field. */
export function declared({ type: saidType, name: saidName, sha256 }: Said): Declared {
  const type = plainType(saidType ?? '');
  if (!isAllowedType(type)) throw new FileRefused('type-not-allowed', { type: type.slice(0, 200) });
  const name = saidName?.normalize('NFC');
  const errors: FieldError[] = [];
  const wrong = (field: string, code: string, message: string) => errors.push({ field, code, message });
  if (name !== undefined) {
    if ([...name].length > longest.characters || Buffer.byteLength(name) > longest.bytes)
      wrong('name', 'too-long', `must have at most ${longest.characters} characters and ${longest.bytes} bytes`);
    else if (!plainName.test(name))
      wrong('name', 'not-a-file-name', 'must be the name of a file, without folders and control characters');
    else if (!nameFitsType(name, type)) wrong('name', 'not-of-type', 'must end as names of this type do');
  }
  if (sha256 !== undefined && !isSha256(sha256))
    wrong('sha256', 'not-a-sha256', 'must be 64 hexadecimal digits in lower case');
  if (errors.length > 0) throw new InvalidInput(errors);
  return { type, ...(name !== undefined && { name }), ...(sha256 !== undefined && { sha256 }) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as UTF-8 text; undefined when they are none. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The file name in a `Content-Disposition` header: `filename*` (RFC 8187), else `filename`, in which curl sends plain UTF-8. */
export function nameInDisposition(header: string | undefined): string | undefined {
  const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]*)/i.exec(header ?? '')?.[1];
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended);
    } catch {
      throw new InvalidInput([{ field: 'name', code: 'broken-text', message: 'must be UTF-8, percent-encoded' }]);
    }
  }
  const [, quoted, plain] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/i.exec(header ?? '') ?? [];
  const name = quoted?.replace(/\\(.)/g, '$1') ?? plain;
  return name === undefined ? undefined : (textOf(Buffer.from(name, 'latin1')) ?? name);
}

/** Tells a browser to keep the file rather than show it, under its name in any script (RFC 6266). */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
