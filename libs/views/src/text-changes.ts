import type { FileStore } from '@dealtrail/files';
import type { ContractText } from '@dealtrail/contracts';
import { structuredPatch } from 'diff';

/** Lines that changed with three around them: each begins with ` `, `-`, `+` or `\`, as in a patch. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

/** Two texts beside each other: their lines, or why there are none. */
export type TextChanges =
  | { readonly lines: readonly Hunk[] }
  | {
      readonly noLinesBecause:
        'same-text' | 'no-text' | 'not-stored' | 'not-plain-text' | 'too-large' | 'too-different';
    };

const plain = ['text/plain', 'text/markdown'];
const mostBytes = 1024 * 1024;
/** Lines added and removed; twice as many take four times as long. */
const mostChanges = 1_000;

/** Compares two texts line by line where that says something: plain text of at most 1 MiB each, changed by at most 1,000 lines. */
export async function textChanges(
  files: FileStore,
  before: ContractText | undefined,
  after: ContractText | undefined,
): Promise<TextChanges> {
  if (before?.sha256 === after?.sha256) return { noLinesBecause: before ? 'same-text' : 'no-text' };
  if (!before || !after) return { noLinesBecause: 'no-text' };
  if (![before, after].every(({ type }) => plain.includes(type))) return { noLinesBecause: 'not-plain-text' };
  const stored = await Promise.all([before, after].map(({ sha256 }) => files.find(sha256)));
  if (stored.includes(undefined)) return { noLinesBecause: 'not-stored' };
  if (stored.some((facts) => facts && facts.size > mostBytes)) return { noLinesBecause: 'too-large' };
  const [old, fresh] = await Promise.all([before, after].map(({ sha256 }) => read(files, sha256)));
  if (old === undefined || fresh === undefined) return { noLinesBecause: 'not-plain-text' };
  const patch = structuredPatch('', '', old, fresh, '', '', { context: 3, maxEditLength: mostChanges });
  return patch ? { lines: patch.hunks } : { noLinesBecause: 'too-different' };
}

/** The text, unless it is none: a type is what somebody said. */
async function read(files: FileStore, sha256: string): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of await files.read(sha256)) chunks.push(chunk as Buffer);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}
