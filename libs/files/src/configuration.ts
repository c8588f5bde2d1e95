import type { S3Configuration } from './s3-file-store.js';

/** Where contents lie and how large they may be. */
export interface FilesConfiguration {
  /** Unfinished uploads wait under `uploads`; contents lie under `files` unless there is a bucket. */
  readonly dataDir: string;
  readonly maxBytes: number;
  readonly s3?: S3Configuration;
}

const defaultMaxBytes = 50 * 1024 * 1024;

/** Reads the `FILES_…` variables, with what is wrong with them all at once. */
export function readFilesConfiguration(env: NodeJS.ProcessEnv, dataDir: string): FilesConfiguration {
  const given = (name: string): string | undefined => env[name] || undefined;
  const wrong: string[] = [];
  const maxBytes = Number(given('FILES_MAX_BYTES') ?? defaultMaxBytes);
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) wrong.push('FILES_MAX_BYTES is not a number of bytes');
  const endpoint = given('FILES_S3_ENDPOINT');
  if (endpoint !== undefined && !/^https?:\/\/[^/]+/.test(endpoint))
    wrong.push('FILES_S3_ENDPOINT is not http(s)://host');
  const accessKeyId = given('FILES_S3_ACCESS_KEY_ID');
  const secretAccessKey = given('FILES_S3_SECRET_ACCESS_KEY');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    wrong.push('FILES_S3_ACCESS_KEY_ID and FILES_S3_SECRET_ACCESS_KEY go together');
  const bucket = given('FILES_S3_BUCKET');
  if (bucket === undefined && endpoint !== undefined) wrong.push('FILES_S3_BUCKET is not set');
  if (wrong.length > 0) throw new Error(`the configuration of files is not complete\n  ${wrong.join('\n  ')}`);
  if (bucket === undefined) return { dataDir, maxBytes };
  const pathStyle = (given('FILES_S3_PATH_STYLE') ?? String(endpoint !== undefined)) === 'true';
  return {
    dataDir,
    maxBytes,
    s3: {
      bucket,
      region: given('FILES_S3_REGION') ?? 'us-east-1',
      pathStyle,
      ...(endpoint !== undefined && { endpoint }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    },
  };
}
