import type { JSONWebKeySet } from 'jose';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Whether what is read at this address is what its owner wrote: by TLS, or on this very machine. */
export const isTrustworthy = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));

/** What is wrong with an address as an issuer (OpenID Connect Discovery 1.0); undefined when nothing is. */
export function issuerFault(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return 'is no address';
  if (!isTrustworthy(url)) return 'must be https, or http on this very machine';
  if (url.search || url.hash || url.username || url.password) return 'must be an address without query and user';
  return undefined;
}

/** The signing keys an issuer publishes, by its discovery document; rejects when it is not who it should be. */
export async function fetchKeys(issuer: string, timeOutMs: number): Promise<JSONWebKeySet> {
  const signal = AbortSignal.timeout(timeOutMs);
  const { issuer: named, jwks_uri: keysAt } = await fetched(
    new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
    signal,
  );
  if (named !== issuer) throw new Error(`it calls itself ${String(named)}`);
  const address = URL.canParse(String(keysAt)) ? new URL(String(keysAt)) : undefined;
  if (!address || !isTrustworthy(address)) throw new Error(`its keys are at ${String(keysAt)}`);
  const { keys } = await fetched(address, signal);
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('it publishes no keys');
  return { keys } as JSONWebKeySet;
}

/** A redirect would let another host speak for this one. */
async function fetched(address: URL, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(address, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${address.pathname} answers ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
