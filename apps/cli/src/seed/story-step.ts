import { createHash } from 'node:crypto';
import { derivedId } from '@dealtrail/event-sourcing';

/** A command of the story and who sends it. */
export interface StoryStep {
  readonly as: string;
  readonly command: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** What is uploaded before it. */
  readonly file?: StoryFile;
}

/** A small text in the story. */
export interface StoryFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/** Who tells the story: each waits for what follows by a reaction from what was told before. */
export interface Teller {
  readonly tell: (steps: readonly StoryStep[]) => Promise<void>;
  readonly ask: <T>(as: string, query: string, fields: Readonly<Record<string, unknown>>) => Promise<T>;
}

/** The same ids in every installation. */
export const id = (...parts: string[]): string => derivedId('seed', ...parts);

export const cny = (yuan: number) => ({ amount: yuan * 100, currency: 'CNY' });

/** How a command refers to a file. */
export const named = ({ name, type, content }: StoryFile) => ({
  sha256: createHash('sha256').update(content).digest('hex'),
  name,
  type,
  size: Buffer.byteLength(content),
});
