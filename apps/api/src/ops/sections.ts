import { setTimeout as delay } from 'node:timers/promises';

/** A section of the page that could not be read. */
export interface Unreadable {
  readonly section: string;
  readonly cause: string;
}

/** Longest wait for one section, ms: an operator's page that waits for what is broken is no use. */
const patienceMs = 4_000;

/** Reads sections side by side; what fails or takes too long is replaced by nothing and named. */
export class Sections {
  readonly unreadable: Unreadable[] = [];

  async read<T>(section: string, work: () => Promise<T>): Promise<T | undefined> {
    const ending = new AbortController();
    const late = delay(patienceMs, undefined, { signal: ending.signal }).then(() => {
      throw new Error(`no answer within ${patienceMs / 1_000} s`);
    });
    try {
      return await Promise.race([work(), late]);
    } catch (error) {
      const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.unreadable.push({ section, cause: cause.slice(0, 500) });
      return undefined;
    } finally {
      late.catch(() => undefined);
      ending.abort();
    }
  }
}

/** Asks again only when the last answer is older than this many ms; those who ask meanwhile share one asking. */
export function remembered<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let asked: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (!asked || Date.now() - asked.at > ms) asked = { at: Date.now(), answer: ask() };
    return asked.answer;
  };
}
