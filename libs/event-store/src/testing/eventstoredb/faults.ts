/**
 * How the answer to a committed append gets lost: the call ends UNAVAILABLE, its connection is reset, nothing is ever said
 * (a batch append has no deadline of its own: whoever waits must have one), or the server says that committing took too long.
 */
export type LostAnswer = 'unavailable' | 'reset' | 'silence' | 'timeout';

/**
 * How calls are refused before anything was done: by what stands before a server (`busy`, RESOURCE_EXHAUSTED), by the server,
 * which has two words for it and says them of one append, not of the call, where appends share a call, or without a word.
 */
export type Refusal =
  | { readonly kind: 'busy' | 'too-busy' | 'not-ready' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'not-leader'; readonly host: string; readonly port: number };

export type CallKind = 'append' | 'read';

/** The fault script: every field may be set and cleared while the double runs; 0 and `false` mean "not at all". */
export class Faults {
  /** Ends each subscription with UNAVAILABLE once it has had this many events. */
  dropEvery = 0;
  /** Delivers each n-th event of a subscription twice. */
  duplicateEvery = 0;
  /** Delivers each n-th event of a subscription after the one behind it. */
  swapEvery = 0;
  /** Milliseconds each event of a subscription is held back. */
  delay = 0;
  /** Subscriptions confirm and then say nothing more; one that fell silent stays so for good. */
  silent = false;
  /** Drops a live subscription that does not read while this many events wait for it. */
  slowConsumer = 0;
  /** Reads of streams and stream subscriptions carry no position, as older servers answer. */
  withoutPositions = false;

  /** Answers lost so far, and subscriptions ended by a fault. */
  lost = 0;
  dropped = 0;

  private losing: { left: number; readonly how: LostAnswer } | undefined;
  private refusing: { left: number; readonly refusal: Refusal; readonly of: CallKind | undefined } | undefined;

  /** The next appends are committed and their answers lost. */
  loseAnswers(count: number, how: LostAnswer = 'unavailable'): void {
    this.losing = { left: count, how };
  }

  /** The next calls, or those of one kind, are refused. */
  refuse(count: number, refusal: Refusal, of?: CallKind): void {
    this.refusing = { left: count, refusal, of };
  }

  clear(): void {
    Object.assign(this, new Faults(), { lost: this.lost, dropped: this.dropped });
  }

  /** For the double: how the answer just due gets lost, if it does. */
  takeLost(): LostAnswer | undefined {
    if (!this.losing || this.losing.left <= 0) return undefined;
    this.losing.left--;
    this.lost++;
    return this.losing.how;
  }

  /** For the double: how the call just begun is refused, if it is. */
  takeRefusal(kind: CallKind): Refusal | undefined {
    const { refusing } = this;
    if (!refusing || refusing.left <= 0 || (refusing.of && refusing.of !== kind)) return undefined;
    refusing.left--;
    return refusing.refusal;
  }
}
