import { Unavailable } from '@dealtrail/event-sourcing';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { fetchKeys } from './oidc-discovery.js';
import type { TokenIssuer } from './token.js';

/** Which identity provider, and what its tokens must say. */
export interface Oidc {
  /** Exactly as its tokens and its discovery document name it. */
  readonly issuer: string;
  readonly audience: string;
  /** The claim that holds the staff id; default `sub`. */
  readonly staffClaim?: string | undefined;
}

/** An identity provider whose keys are fetched when they are needed, so that a process starts without it. */
export interface OidcIssuer extends TokenIssuer {
  /** Fetches the keys; never rejects: `failure` says what was wrong. */
  readonly refresh: () => Promise<void>;
  readonly status: () => { readonly failure?: string | undefined; readonly keysAgeMs?: number | undefined };
}

/** All in ms. */
export const oidcTimes = {
  /** For discovery and keys together. */
  timeOut: 5_000,
  /** At most one fetch within this, whatever keys tokens name; after a failure within `retry`. */
  coolDown: 30_000,
  retry: 5_000,
  /** Older keys are fetched anew: one that was taken out of the set counts no longer than this, and `remember`. */
  freshFor: 600_000,
  /** A token is verified anew after this. */
  remember: 60_000,
  /** Older keys count no more: who was let in by them might have lost that since. */
  keptFor: 86_400_000,
};

/** Asymmetric ones only: the public key of one must never be taken for a shared secret. */
const algorithms = ['EdDSA', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

/**
 * Tokens of an OpenID provider. Its keys are kept while it is away; what is not known then, and may be good, is refused as
 * `identity-provider-unavailable` rather than as forged.
 */
export function oidcIssuer(
  { issuer, audience, staffClaim }: Oidc,
  times = oidcTimes,
  elapsed: () => number = () => performance.now(),
): OidcIssuer {
  let known: JWTVerifyGetKey | undefined;
  let [fetchedAt, triedAt] = [-Infinity, -Infinity];
  let failure: string | undefined;
  let pending: Promise<void> | undefined;

  async function fetchOnce(): Promise<void> {
    triedAt = elapsed();
    try {
      const keySet: JSONWebKeySet = await fetchKeys(issuer, times.timeOut);
      known = createLocalJWKSet(keySet);
      fetchedAt = elapsed();
      failure = undefined;
    } catch (error) {
      failure = reasonOf(error);
    } finally {
      pending = undefined;
    }
  }
  const refresh = (): Promise<void> => (pending ??= fetchOnce());

  const waits = (): number => (failure === undefined ? times.coolDown : times.retry) - (elapsed() - triedAt);
  const mayAsk = (): boolean => pending !== undefined || waits() <= 0;
  const age = (): number => elapsed() - fetchedAt;
  const away = (): Unavailable =>
    new Unavailable('identity-provider-unavailable', `the keys of ${issuer} are not known: ${failure}`, {
      retryAfterSeconds: Math.max(1, Math.ceil(waits() / 1000)),
    });

  async function current(): Promise<JWTVerifyGetKey> {
    const isDue = age() > times.freshFor || failure !== undefined;
    const refreshed = isDue && mayAsk() ? refresh() : undefined;
    if (failure === undefined || age() > times.keptFor) await refreshed; // while it is away nobody waits for it
    if (!known || age() > times.keptFor) throw away();
    return known;
  }

  const keys: JWTVerifyGetKey = async (header, token) => {
    const before = await current();
    try {
      return await before(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (mayAsk()) await refresh();
      if (failure !== undefined) throw away(); // it may be a new key of theirs
      return (await current())(header, token);
    }
  };

  return {
    issuer,
    audience,
    staffClaim,
    algorithms,
    keys,
    rememberMs: times.remember,
    refresh,
    status: () => ({ failure, keysAgeMs: known && Math.round(age()) }),
  };
}

/** What fetch says is wrong is only that it failed; why is in its cause. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error & {
    readonly cause?: { readonly message?: string; readonly code?: string };
  };
  return [message, cause?.message || cause?.code].filter((part) => part !== undefined).join(': ');
};
