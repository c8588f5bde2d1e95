/** When a request is refused for load; 0 turns a limit off. */
export interface OverloadLimits {
  /** Requests that are being answered at once. */
  readonly requestsUnderWay: number;
  /** Above this mean delay of the event loop, ms, fewer requests may be under way, in proportion. */
  readonly loopDelayMs: number;
  /** How long an append may have waited, ms, before requests that would write are refused. */
  readonly appendWaitMs: number;
}

/** What tells how busy the process is; read once for each request, so it must cost next to nothing. */
export interface LoadSigns {
  /** ms. */
  readonly loopDelay: () => number;
  /** How long the append that waits longest has waited, ms. */
  readonly appendWait: () => number;
}

/** Why a request was refused. */
export type ShedBecause = 'requests-under-way' | 'loop-delay' | 'append-wait';

/** The load at the edge as operators see it. */
export interface OverloadStatus {
  readonly underWay: number;
  readonly loopDelayMs: number;
  readonly appendWaitMs: number;
  /** Requests refused since the start, by reason. */
  readonly shed: Readonly<Record<ShedBecause, number>>;
}

/**
 * Lets requests in as long as the process keeps up. The limit is a fixed number and not one learnt from latencies: commands share
 * commits, so more at once is faster until the processor is full, and a report of seconds among commands of milliseconds would
 * teach it nonsense. What a full processor looks like the event loop tells.
 */
export class Overload {
  private underWay = 0;
  private readonly shed: Record<ShedBecause, number> = { 'requests-under-way': 0, 'loop-delay': 0, 'append-wait': 0 };

  constructor(
    private readonly limits: OverloadLimits,
    private readonly signs: LoadSigns,
  ) {}

  /** Why a request cannot be taken now, which is counted; undefined when it can. One at a time is always taken. */
  refuses(writes: boolean): ShedBecause | undefined {
    const because = this.busyBecause(writes);
    if (because) this.shed[because]++;
    return because;
  }

  /** A request is being answered; call what it returns once, when it has been. */
  enter(): () => void {
    this.underWay++;
    let inside = true;
    return () => {
      if (inside) this.underWay--;
      inside = false;
    };
  }

  status(): OverloadStatus {
    return {
      underWay: this.underWay,
      loopDelayMs: Math.round(this.signs.loopDelay()),
      appendWaitMs: Math.round(this.signs.appendWait()),
      shed: { ...this.shed },
    };
  }

  private busyBecause(writes: boolean): ShedBecause | undefined {
    const { requestsUnderWay, loopDelayMs, appendWaitMs } = this.limits;
    if (writes && appendWaitMs > 0 && this.signs.appendWait() > appendWaitMs) return 'append-wait';
    if (requestsUnderWay === 0 || this.underWay === 0) return undefined;
    if (this.underWay >= requestsUnderWay) return 'requests-under-way';
    const late = loopDelayMs > 0 ? this.signs.loopDelay() / loopDelayMs : 0;
    return late > 1 && this.underWay >= requestsUnderWay / late ? 'loop-delay' : undefined;
  }
}
