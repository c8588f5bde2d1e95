import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload, type KeyLike } from 'jose';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One signing key of a provider. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyLike;
  readonly publicJwk: JWK;
}

export async function signingKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A token signed by a key, with these headers over the usual ones. */
export const signedBy = (
  { kid, alg, privateKey }: SigningKey,
  payload: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> => new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT', ...header }).sign(privateKey);

/** A small OpenID provider on this machine: a discovery document, a key set, and what was asked of it. */
export interface IdentityProvider {
  readonly url: string;
  /** What it publishes. */
  keys: readonly JWK[];
  /** How it answers; default as it should. */
  answer: ((response: ServerResponse, path: string) => void) | undefined;
  /** Its discovery document says this instead. */
  discovery: Readonly<Record<string, unknown>>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export const keySetPath = '/keys';

export async function identityProvider(...keys: readonly SigningKey[]): Promise<IdentityProvider> {
  const server = createServer(({ url: path = '' }, response) => {
    provider.asked.push(path);
    if (provider.answer) return provider.answer(response, path);
    const { url } = provider;
    const documents: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}${keySetPath}`, ...provider.discovery },
      [keySetPath]: { keys: provider.keys },
    };
    response.writeHead(documents[path] ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(documents[path] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a spec that fails leaves nothing that keeps it from ending
  const provider: IdentityProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: keys.map(({ publicJwk }) => publicJwk),
    answer: undefined,
    discovery: {},
    asked: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}

/** An outage: every connection breaks. */
export const away = (response: ServerResponse): void => void response.destroy();
