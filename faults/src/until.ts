import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until the answer is what is waited for; gives that answer and how long it took, ms. Throws after `seconds`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  isIt: (answer: T) => boolean,
  seconds = 60,
  every = 50,
): Promise<{ readonly answer: T; readonly ms: number }> {
  const began = Date.now();
  for (;;) {
    const answer = await Promise.resolve(ask()).catch((error: unknown) => error as T);
    if (!(answer instanceof Error) && isIt(answer)) return { answer, ms: Date.now() - began };
    if (Date.now() - began > seconds * 1000)
      throw new Error(
        `not within ${seconds} s: ${what}; last ${answer instanceof Error ? answer.message : JSON.stringify(answer)}`,
      );
    await delay(every);
  }
}
