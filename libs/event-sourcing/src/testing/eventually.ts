/** Asks until the answer passes, or fails with the last answer; what is waited for is asked, never slept for. */
export async function eventually<T>(ask: () => Promise<T>, passes: (answer: T) => boolean, seconds = 20): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    const answer = await ask();
    if (passes(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`never came; the last answer was ${(JSON.stringify(answer) ?? String(answer)).slice(0, 4_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
