import { readConfiguration } from './configuration.js';

describe('configuration', () => {
  it('has defaults for everything but the servers', () => {
    expect(readConfiguration({ DATABASE_URL: 'postgres://d', TEMPORAL_ADDRESS: 't:7233' })).toMatchObject({
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
});
