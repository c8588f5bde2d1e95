import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { freePort } from '@dealtrail/event-sourcing/testing';
import type { S3Configuration } from '../index.js';

/** A small real S3 server on a free port, with one empty bucket. */
export interface S3Server {
  readonly configuration: S3Configuration;
  readonly close: () => Promise<void>;
}

export async function s3Server(atPort?: number): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'dealtrail-s3-'));
  const bucket = 'attachments';
  const server = new S3rver({
    port: atPort ?? (await freePort()),
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  server.logger.silent = true; // it complains when a line comes after its end
  const { port } = await server.run();
  return {
    configuration: {
      bucket,
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      pathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    },
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
