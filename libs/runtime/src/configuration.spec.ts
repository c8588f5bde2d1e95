import { readConfiguration } from './configuration.js';

const given = { DATABASE_URL: 'postgres://d', TEMPORAL_ADDRESS: 't:7233' };

describe('configuration', () => {
  it('has defaults for everything but the servers', () => {
    expect(readConfiguration(given)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      temporalNamespace: 'default',
      logLevel: 'info',
    });
  });

  it('names everything that is wrong at once', () => {
    expect(() => readConfiguration({ PORT: 'x' })).toThrow(
      /DATABASE_URL is not set.*\s+PORT is not a port: x\s+TEMPORAL_ADDRESS/,
    );
  });

  it("has a clock of its own beside the machine's, where asked to", () => {
    const { clock } = readConfiguration({ ...given, CLOCK_OFFSET_MS: '-86400000' });
    const behind = Date.now() - Date.parse(clock.now());
    expect(Math.abs(behind - 86_400_000)).toBeLessThan(1_000);
    expect(() => readConfiguration({ ...given, CLOCK_OFFSET_MS: 'a day' })).toThrow('CLOCK_OFFSET_MS');
  });

  it('takes an identity provider by its address and audience, or neither', () => {
    const provider = { OIDC_ISSUER: 'https://id.example.com/realms/sales', OIDC_AUDIENCE: 'dealtrail' };
    const oidc = { issuer: provider.OIDC_ISSUER, audience: 'dealtrail' };
    expect(readConfiguration(given).oidc).toBeUndefined();
    expect(readConfiguration({ ...given, ...provider }).oidc).toEqual(oidc);
    const named = readConfiguration({ ...given, ...provider, OIDC_STAFF_CLAIM: 'staff_id' });
    expect(named.oidc).toEqual({ ...oidc, staffClaim: 'staff_id' });
    expect(() => readConfiguration({ ...given, OIDC_ISSUER: provider.OIDC_ISSUER })).toThrow('go together');
    expect(() => readConfiguration({ ...given, OIDC_STAFF_CLAIM: 'x' })).toThrow('nothing without');
  });

  it.each([
    ['http://127.0.0.1:8080/realms/sales', undefined],
    ['http://localhost', undefined],
    ['http://[::1]:9', undefined],
    ['http://id.example.com', 'https'],
    ['http://127.0.0.1.example.com', 'https'],
    ['ftp://id.example.com', 'https'],
    ['id.example.com', 'no address'],
    ['https://id.example.com?realm=a', 'query'],
    ['https://me:secret@id.example.com', 'user'],
  ])('of an issuer at %s says: %s', (OIDC_ISSUER, fault) => {
    const read = () => readConfiguration({ ...given, OIDC_ISSUER, OIDC_AUDIENCE: 'dealtrail' });
    if (fault === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(fault);
  });
});
