import type { Actor } from '@dealtrail/event-sourcing';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Unauthenticated } from './unauthenticated.js';

/** What one caller may ask of one process; 0 turns a limit off. */
export interface CallerLimits {
  /** Requests of one person, key or program, averaged over ten seconds. */
  readonly perSecond: number;
  /** Requests from one address whose token or key is missing or wrong. */
  readonly failedPerMinute: number;
}

/** Somebody asks more often than one caller may; shown as 429. */
export class TooManyRequests extends Error {
  constructor(
    readonly code: 'too-many-requests' | 'too-many-failed-attempts' | 'too-many-streams',
    readonly retryAfterSeconds: number,
  ) {
    super(code);
    this.name = 'TooManyRequests';
  }
}

/** The window callers are counted over, s: long enough for a burst, short enough to wait for. */
const window = 10;

/**
 * Counts the requests of callers in this process; several api processes each count their own, so together they let more through.
 * A failed attempt never holds up who comes from the same address with a good token: behind one address may be a whole office.
 */
export class CallerRates {
  private readonly callers: RateLimiterMemory | undefined;
  private readonly failures: RateLimiterMemory | undefined;

  constructor({ perSecond, failedPerMinute }: CallerLimits) {
    if (perSecond > 0) this.callers = new RateLimiterMemory({ points: perSecond * window, duration: window });
    if (failedPerMinute > 0) this.failures = new RateLimiterMemory({ points: failedPerMinute, duration: 60 });
  }

  /** Rejects with `TooManyRequests`. */
  async asked({ kind, id }: Actor): Promise<void> {
    const wait = await overdrawn(this.callers, `${kind}/${id}`);
    if (wait !== undefined) throw new TooManyRequests('too-many-requests', wait);
  }

  /** Rejects with `TooManyRequests`. */
  async failed(address: string): Promise<void> {
    const wait = await overdrawn(this.failures, network(address));
    if (wait !== undefined) throw new TooManyRequests('too-many-failed-attempts', wait);
  }
}

/** What links that need no account may be asked, in this process. */
export class LinkRates {
  private readonly opened: RateLimiterMemory;
  private readonly failures: RateLimiterMemory;

  constructor({ perLink = 60, failedPerAddress = 30 } = {}) {
    this.opened = new RateLimiterMemory({ points: perLink, duration: 60 });
    this.failures = new RateLimiterMemory({ points: failedPerAddress, duration: 60 });
  }

  /** Who holds the secret asks. Only they are counted here, so that nobody who knows of a link can lock them out. Rejects with `TooManyRequests`. */
  async held(linkId: string): Promise<void> {
    const wait = await overdrawn(this.opened, linkId);
    if (wait !== undefined) throw new TooManyRequests('too-many-requests', wait);
  }

  /** Who does not; the same whether there is such a link. Rejects with `TooManyRequests`. */
  async failed(address: string): Promise<void> {
    const wait = await overdrawn(this.failures, network(address));
    if (wait !== undefined) throw new TooManyRequests('too-many-failed-attempts', wait);
  }
}

/** How long to wait, s, when this was one too many. */
async function overdrawn(limiter: RateLimiterMemory | undefined, key: string): Promise<number | undefined> {
  try {
    await limiter?.consume(key);
    return undefined;
  } catch (found) {
    if (!(found instanceof RateLimiterRes)) throw found;
    return Math.max(1, Math.ceil(found.msBeforeNext / 1_000));
  }
}

/** One line has 2^64 addresses of IPv6: its network is counted. */
const network = (address: string): string => (isIPv6(address) ? address.split(':', 4).join(':') : address);

/** Counts after the guard has found out who asks, whether it lets them in or not. */
export class CallerRateGuard implements CanActivate {
  constructor(
    private readonly guard: CanActivate,
    private readonly rates: CallerRates,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      return (await this.guard.canActivate(context)) === true;
    } catch (error) {
      if (error instanceof Unauthenticated) await this.rates.failed(request.ip);
      throw error;
    } finally {
      if (request.edge.actor) await this.rates.asked(request.edge.actor);
    }
  }
}
