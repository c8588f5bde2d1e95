import { Presets, SingleBar } from 'cli-progress';

/** How far something is; `note` is what else is worth knowing, e.g. `380 rows/s`. */
export interface Progress {
  update(done: number, note?: string): void;
  stop(): void;
}

/** Plain lines come at most this often, ms. */
const lineEvery = 5_000;

/** A bar on a terminal, a line every few seconds elsewhere; always on stderr, so that stdout stays the answer's. */
export function progress(label: string, total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? bar(label, total, stream) : lines(label, total, stream);
}

function bar(label: string, total: number, stream: NodeJS.WriteStream): Progress {
  const single = new SingleBar(
    { format: `${label.padEnd(12)} {bar} {percentage}%  {note}`, stream, hideCursor: true, clearOnComplete: false },
    Presets.rect,
  );
  single.start(Math.max(total, 1), 0, { note: '' });
  return {
    update: (done, note = '') => single.update(Math.min(done, total), { note }),
    stop: () => single.stop(),
  };
}

function lines(label: string, total: number, stream: NodeJS.WriteStream): Progress {
  let last = Date.now();
  const state = { done: 0, note: '' };
  const write = (): void => {
    const percent = total > 0 ? Math.floor((100 * Math.min(state.done, total)) / total) : 100;
    stream.write(`${label}: ${percent} %${state.note && `, ${state.note}`}\n`);
  };
  return {
    update: (done, note = '') => {
      Object.assign(state, { done, note });
      if (Date.now() - last < lineEvery) return;
      last = Date.now();
      write();
    },
    stop: write,
  };
}
