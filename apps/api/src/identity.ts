import { embeddedIssuer, loadTokenKey, oidcIssuer, type OidcIssuer, type TokenIssuer } from '@dealtrail/http';
import type { Configuration, Health, PartHealth } from '@dealtrail/runtime';

/** Whose tokens a process takes. */
export interface Identity {
  readonly issuer: TokenIssuer;
  /** Shows how it is with the identity provider, and asks it for its keys; it may be away. */
  readonly follow: (health: Health) => void;
}

/** Tokens of the identity provider, where one is named, and of nobody else; else those of the key under the data directory. */
export async function identityOf({ oidc, dataDir }: Configuration): Promise<Identity> {
  if (!oidc) return { issuer: embeddedIssuer(await loadTokenKey(dataDir)), follow: () => undefined };
  const issuer = oidcIssuer(oidc);
  const follow = (health: Health): void => {
    health.add('identity', () => partOf(issuer));
    void issuer.refresh();
  };
  return { issuer, follow };
}

/** Ready without it: people whose token it has seen and programs with keys are served on. */
function partOf({ issuer, status }: OidcIssuer): PartHealth {
  const { failure, keysAgeMs } = status();
  return {
    ready: true,
    ...((failure !== undefined || keysAgeMs === undefined) && { degraded: true }),
    issuer,
    ...(keysAgeMs !== undefined && { keysAgeSeconds: Math.round(keysAgeMs / 1000) }),
    ...(failure !== undefined && { error: failure }),
  };
}
