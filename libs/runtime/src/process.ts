/** How long a process may take to stop, ms; whoever supervises it must wait longer before it kills. */
const budgetMs = 15_000;
/** A terminal's Ctrl-C comes once directly and once through npm: only a later one hurries. */
const echoMs = 1_000;

/**
 * Runs a process until it is told to stop: SIGTERM, SIGINT, or the end of whoever supervises it over IPC. Stops gracefully once,
 * within its budget, and at once when told again; told while it still starts, it stops when it has. A supervisor hears
 * `{ ready: true }` when it runs. A start that fails ends the process with its reason.
 */
export function untilStopped(start: () => Promise<() => Promise<unknown>>): void {
  let toldAt = 0;
  const running = Promise.resolve().then(start);
  const stop = (): void => {
    if (toldAt > 0) {
      if (Date.now() - toldAt > echoMs) fail('told again to stop', 'ends without waiting');
      return;
    }
    toldAt = Date.now();
    setTimeout(() => fail('did not stop in time', `${budgetMs / 1000} s are over`), budgetMs).unref();
    running
      .then(
        (close) => close(),
        () => undefined,
      )
      .then(
        () => process.exit(0),
        (error: unknown) => fail('did not stop cleanly', error),
      );
  };
  const fail = (what: string, error: unknown): void => {
    console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exit(1);
  };
  running.then(
    () => process.send?.({ ready: true }),
    (error: unknown) => toldAt > 0 || fail('cannot start', error),
  );
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  process.on('unhandledRejection', (error) => console.error('a failure nobody waited for:', error));
}
