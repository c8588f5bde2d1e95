import type { Clock, Instant } from '@dealtrail/event-sourcing';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { FileStore } from './file-store.js';

/** How the file store is. All but files works without it, so it never keeps a process from being ready. */
export interface FileStoreState {
  readonly ready: true;
  readonly degraded: boolean;
  /** When it last did what it was asked. */
  readonly answeredAt?: Instant;
  /** The code of what is wrong, without words: everybody may ask, and words name places. */
  readonly error?: string;
}

const everyMs = 10_000;
const patienceMs = 5_000;

/** Tries the file store every 10 s, so that whoever asks how it is never waits for it. A trial that hangs is not joined by another. */
export class FileStoreWatch implements OnApplicationShutdown {
  private known: FileStoreState = { ready: true, degraded: false };
  private trying = false;
  private readonly timer = setInterval(() => void this.try(), everyMs).unref();

  constructor(
    private readonly store: Pick<FileStore, 'check'>,
    private readonly clock: Clock,
  ) {
    void this.try();
  }

  state(): FileStoreState {
    return this.known;
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async try(): Promise<void> {
    if (this.trying) return;
    this.trying = true;
    const late = setTimeout(() => this.fails('no-answer'), patienceMs).unref();
    try {
      await this.store.check();
      this.known = { ready: true, degraded: false, answeredAt: this.clock.now() };
    } catch (error) {
      this.fails((error as { readonly code?: string }).code ?? 'unforeseen');
    } finally {
      clearTimeout(late);
      this.trying = false;
    }
  }

  private fails(error: string): void {
    this.known = { ...this.known, degraded: true, error };
  }
}
