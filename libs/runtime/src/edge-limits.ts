/** What one process takes at its edge before it refuses; 0 turns a limit off (`Overload`, `CallerRates` and `OpenStreams` of `libs/http`). */
export interface EdgeLimits {
  readonly requestsUnderWay: number;
  readonly loopDelayMs: number;
  readonly appendWaitMs: number;
  readonly perSecond: number;
  readonly failedPerMinute: number;
  readonly streams: number;
  readonly streamsPerCaller: number;
}

/** The limits an environment asks for; what is wrong with it is added to `wrong`. */
export function edgeLimits(env: NodeJS.ProcessEnv, wrong: string[]): EdgeLimits {
  const limit = (given: string | undefined, name: string, otherwise: number): number => {
    const value = Number(given || otherwise);
    if (!Number.isSafeInteger(value) || value < 0) wrong.push(`${name} is neither 0 nor a whole number: ${given}`);
    return value;
  };
  return {
    requestsUnderWay: limit(env['MAX_REQUESTS_UNDER_WAY'], 'MAX_REQUESTS_UNDER_WAY', 100),
    loopDelayMs: limit(env['MAX_LOOP_DELAY_MS'], 'MAX_LOOP_DELAY_MS', 100),
    appendWaitMs: limit(env['MAX_APPEND_WAIT_MS'], 'MAX_APPEND_WAIT_MS', 1_000),
    perSecond: limit(env['MAX_REQUESTS_PER_CALLER'], 'MAX_REQUESTS_PER_CALLER', 2_000),
    failedPerMinute: limit(env['MAX_FAILED_ATTEMPTS'], 'MAX_FAILED_ATTEMPTS', 300),
    streams: limit(env['MAX_STREAMS'], 'MAX_STREAMS', 500),
    streamsPerCaller: limit(env['MAX_STREAMS_PER_CALLER'], 'MAX_STREAMS_PER_CALLER', 10),
  };
}
