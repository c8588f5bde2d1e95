import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from './configuration.js';
import { takeSecretFiles } from './secrets.js';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true }));

describe('secrets in files', () => {
  it('are read, without the line end an editor leaves', () => {
    const env = { DATABASE_URL_FILE: file('database', 'postgres://d\n'), TEMPORAL_ADDRESS: 't:7233' };
    expect(readConfiguration(env).databaseUrl).toBe('postgres://d');
  });

  it('are there for those who read the environment later', () => {
    const env: NodeJS.ProcessEnv = { DEALTRAIL_MASTER_KEY_FILE: file('key', '07'.repeat(32)) };
    expect(takeSecretFiles(env)).toEqual([]);
    expect(env['DEALTRAIL_MASTER_KEY']).toBe('07'.repeat(32));
  });

  it('are refused when given twice, missing or empty, all at once', () => {
    const env = {
      DATABASE_URL: 'postgres://d',
      DATABASE_URL_FILE: file('other', 'postgres://e'),
      EVENTSTORE_URL_FILE: join(folder, 'missing'),
      DEALTRAIL_MASTER_KEY_FILE: file('empty', '\n'),
      TEMPORAL_ADDRESS: 't:7233',
    };
    expect(() => readConfiguration(env)).toThrow(
      /DATABASE_URL and DATABASE_URL_FILE are both set\s+EVENTSTORE_URL_FILE cannot be read.*\s+DEALTRAIL_MASTER_KEY_FILE is empty/,
    );
  });

  it('leave alone what only looks like one', () => {
    const env = { SSL_CERT_FILE: '/etc/ssl/certs' };
    expect(takeSecretFiles(env)).toEqual([]);
    expect(env).toEqual({ SSL_CERT_FILE: '/etc/ssl/certs' });
  });
});
