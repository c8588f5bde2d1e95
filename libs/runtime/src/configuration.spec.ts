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
      /PORT is not a port: x\s+DATABASE_URL is not set.*\s+TEMPORAL_ADDRESS/,
    );
  });

  it("has a clock of its own beside the machine's, where asked to", () => {
    const { clock } = readConfiguration({ ...given, CLOCK_OFFSET_MS: '-86400000' });
    const behind = Date.now() - Date.parse(clock.now());
    expect(Math.abs(behind - 86_400_000)).toBeLessThan(1_000);
    expect(() => readConfiguration({ ...given, CLOCK_OFFSET_MS: 'a day' })).toThrow('CLOCK_OFFSET_MS');
  });
});
