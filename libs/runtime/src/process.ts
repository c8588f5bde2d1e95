/**
 * Runs a process until it is told to stop: SIGTERM, SIGINT, or the end of whoever supervises it over IPC. Stops gracefully once;
 * a start that fails ends the process with its reason.
 */
export function untilStopped(start: () => Promise<() => Promise<unknown>>): void {
  let stopping = false;
  const running = start();
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    running
      .then((close) => close())
      .then(
        () => process.exit(0),
        (error: unknown) => fail('did not stop cleanly', error),
      );
  };
  const fail = (what: string, error: unknown): void => {
    console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exit(1);
  };
  running.catch((error: unknown) => fail('cannot start', error));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  process.on('unhandledRejection', (error) => console.error('a failure nobody waited for:', error));
}
