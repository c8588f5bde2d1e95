/** Those who ask while an answer is under way share the next one: it is never older than the question. */
export function sharedAmongWaiting<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () =>
    (next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        const answer = work();
        running = answer;
        return answer;
      }));
}

/** The answers in order, so many asked for at once. */
export async function atMost<T, R>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = [];
  let taken = 0;
  const worker = async (): Promise<void> => {
    for (let i = taken++; i < items.length; i = taken++) answers[i] = await work(items[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return answers;
}
