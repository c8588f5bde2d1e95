import { DeleteBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Unavailable } from '@dealtrail/event-sourcing';
import { S3FileStore } from './s3-file-store.js';
import { fileStoreContract, pieces } from './testing/file-store.contract.js';
import { s3Server } from './testing/s3-server.js';

describe('the S3 store', () => {
  fileStoreContract(async () => {
    const server = await s3Server();
    const { bucket: Bucket, endpoint, region, credentials } = server.configuration;
    const hands = new S3Client({ region, endpoint, credentials, forcePathStyle: true } as object);
    const store = new S3FileStore(server.configuration);
    return {
      store,
      replace: async (sha256: string, Body: Buffer) => {
        await hands.send(new PutObjectCommand({ Bucket, Key: `files/${sha256}`, Body }));
      },
      takeAway: async () => {
        await hands.send(new DeleteBucketCommand({ Bucket }));
      },
      count: async () => (await hands.send(new ListObjectsV2Command({ Bucket }))).KeyCount ?? 0,
      close: async () => {
        await store.close();
        hands.destroy();
        await server.close();
      },
    };
  });

  it('says that it is unavailable when the service refuses its keys', async () => {
    const server = await s3Server();
    const store = new S3FileStore({
      ...server.configuration,
      credentials: { accessKeyId: 'nobody', secretAccessKey: 'guessed' },
    });
    try {
      await expect(store.put({ type: 'text/csv' }, pieces(Buffer.from('a,b')))).rejects.toThrow(Unavailable);
    } finally {
      await store.close();
      await server.close();
    }
  });

  it('says that it is unavailable when the service is away', async () => {
    const server = await s3Server();
    await server.close();
    const store = new S3FileStore(server.configuration);
    await expect(store.put({ type: 'text/csv' }, pieces(Buffer.from('a,b')))).rejects.toThrow(Unavailable);
    await expect(store.find('a'.repeat(64))).rejects.toThrow(Unavailable);
    await expect(store.check()).rejects.toThrow(Unavailable);
    await store.close();
  });
});
