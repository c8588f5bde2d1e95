/** Wakes one who waits when something has moved. */
export class Bell {
  private wake: () => void = () => undefined;
  private rung = false;

  ring(): void {
    this.rung = true;
    this.wake();
  }

  /** Forgets what rang before; called before looking, so that nothing is missed in between. */
  quiet(): void {
    this.rung = false;
  }

  /** Until it rings, at most so many ms or until aborted; tells whether it rang. */
  async wait(limit: number, signal: AbortSignal): Promise<boolean> {
    if (!this.rung && !signal.aborted)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, limit);
        signal.addEventListener('abort', done, { once: true });
        this.wake = done;
      });
    return this.rung;
  }
}
