import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How finely the loop is watched, and how often it is asked, ms: together some 20 µs of work in a second. */
const resolution = 10;
const every = 100;

/** How late the event loop has been with its timers of late, and an end to watching it. */
export interface LoopDelay {
  /** The mean over the last 100 ms, in ms; one long turn alone hardly moves it. */
  readonly ms: number;
  stop(): void;
}

/** Watches the event loop of this process. */
export function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  let ms = 0;
  const timer = setInterval(() => {
    const { mean } = histogram; // ns; NaN as long as there is no sample
    if (!Number.isNaN(mean)) ms = Math.max(0, mean / 1e6 - resolution);
    histogram.reset();
  }, every).unref();
  return {
    get ms() {
      return ms;
    },
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
