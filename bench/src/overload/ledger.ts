import type { Answer } from './connection.js';

/** Latencies in ms. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

export interface Summary {
  /** s, until the last request was sent. */
  readonly seconds: number;
  readonly accepted: Latency;
  readonly refused: Latency;
  /** Neither taken nor refused for load: by status, 0 for a broken connection. */
  readonly failed: Readonly<Record<number, number>>;
  /** Refusals that do not say when to come back. */
  readonly withoutRetryAfter: number;
  /** In order, a quarter of a second each. */
  readonly windows: readonly { readonly accepted: number; readonly refused: number; readonly p99: number }[];
}

const windowMs = 250;

/** Keeps what became of each request of a phase. */
export class Ledger {
  private readonly began = performance.now();
  private readonly accepted: number[] = [];
  private readonly refused: number[] = [];
  private readonly failed: { [status: number]: number } = {};
  private readonly windows: { accepted: number[]; refused: number }[] = [];
  private withoutRetryAfter = 0;

  /** `due` is when it should have been sent: waiting for a free connection counts. */
  add(due: number, { status, retryAfter }: Answer): void {
    const now = performance.now();
    const window = (this.windows[Math.floor((now - this.began) / windowMs)] ??= { accepted: [], refused: 0 });
    if (status >= 200 && status < 300) {
      this.accepted.push(now - due);
      window.accepted.push(now - due);
    } else if (status === 503 || status === 429) {
      this.refused.push(now - due);
      window.refused++;
      if (!retryAfter) this.withoutRetryAfter++;
    } else this.failed[status] = (this.failed[status] ?? 0) + 1;
  }

  summary(seconds: number): Summary {
    return {
      seconds,
      accepted: latency(this.accepted),
      refused: latency(this.refused),
      failed: this.failed,
      withoutRetryAfter: this.withoutRetryAfter,
      windows: Array.from(this.windows, (window = { accepted: [], refused: 0 }) => ({
        accepted: window.accepted.length,
        refused: window.refused,
        p99: latency(window.accepted).p99,
      })),
    };
  }
}

function latency(values: readonly number[]): Latency {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}
