import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Unavailable } from '@dealtrail/event-sourcing';
import { Readable } from 'node:stream';
import { FileStore, isSha256, type FileFacts } from './file-store.js';

/** Where an S3-compatible service is; without keys the SDK's own chain (environment, role of the machine) is asked. */
export interface S3Configuration {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  readonly pathStyle?: boolean;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const nothing = (): void => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
const limits = { connectMs: 3_000, silentMs: 30_000, attempts: 3 };

/** Contents as objects `files/<sha256>` of one bucket; the service makes an object visible only as a whole. */
export class S3FileStore extends FileStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, region, endpoint, pathStyle, credentials }: S3Configuration) {
    super();
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      ...(endpoint !== undefined && { endpoint }),
      ...(pathStyle !== undefined && { forcePathStyle: pathStyle }),
      ...(credentials && { credentials }),
      logger: silent, // what goes wrong is thrown, and logged where it is answered
      maxAttempts: limits.attempts,
      requestHandler: { connectionTimeout: limits.connectMs, socketTimeout: limits.silentMs },
      // Ours is the SHA-256 of the whole; the SDK's own trailing checksums are not understood by every service.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async find(sha256: string): Promise<FileFacts | undefined> {
    if (!isSha256(sha256)) return undefined;
    try {
      const { ContentLength: size = 0, ContentType: type = 'application/octet-stream' } = await this.client.send(
        new HeadObjectCommand(this.at(sha256)),
      );
      return { sha256, size, type };
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
      throw away(error);
    }
  }

  /** Whether the bucket is there for these keys; that they may write is known only by writing. */
  async check(): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }));
    } catch (error) {
      throw away(error);
    }
  }

  override async close(): Promise<void> {
    this.client.destroy();
  }

  protected async write({ sha256, size, type }: FileFacts, content: AsyncIterable<Buffer>): Promise<void> {
    const body = Readable.from(content, { objectMode: false });
    const put = new PutObjectCommand({ ...this.at(sha256), Body: body, ContentLength: size, ContentType: type });
    // Signed into the request: a service that checks it refuses other bytes by itself.
    put.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-amz-content-sha256': sha256 });
        return next(args);
      },
      { step: 'build', name: 'contentSha256' },
    );
    const cut = new AbortController();
    let broken: Error | undefined;
    // The SDK does not listen: without this a broken source ends the process.
    body.once('error', (error) => {
      broken = error;
      cut.abort();
    });
    try {
      await this.client.send(put, { abortSignal: cut.signal });
    } catch (error) {
      throw broken ?? away(error);
    } finally {
      body.destroy();
    }
  }

  protected async open({ sha256 }: FileFacts): Promise<Readable> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand(this.at(sha256)));
      return Body as Readable;
    } catch (error) {
      throw away(error);
    }
  }

  private at(sha256: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.bucket, Key: `files/${sha256}` };
  }
}

const away = (cause: unknown): Unavailable =>
  new Unavailable('files-unavailable', 'the file store does not answer', { cause, retryAfterSeconds: 5 });
