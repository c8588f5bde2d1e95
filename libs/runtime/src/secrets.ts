import { readFileSync } from 'node:fs';

/** What an operator may keep in a file: a container's environment is there to read for everybody who may inspect it. */
export const secrets = [
  'DATABASE_URL',
  'EVENTSTORE_URL',
  'DEALTRAIL_MASTER_KEY',
  'FILES_S3_ACCESS_KEY_ID',
  'FILES_S3_SECRET_ACCESS_KEY',
] as const;

/** Puts what `<NAME>_FILE` points to into the environment itself, where every later reader finds it; answers what is wrong. */
export function takeSecretFiles(env: NodeJS.ProcessEnv): readonly string[] {
  return secrets.flatMap((name) => {
    const file = env[`${name}_FILE`];
    if (!file) return [];
    if (env[name]) return [`${name} and ${name}_FILE are both set`];
    try {
      env[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      return [`${name}_FILE cannot be read: ${(error as Error).message}`];
    }
    return env[name] === '' ? [`${name}_FILE is empty: ${file}`] : [];
  });
}
