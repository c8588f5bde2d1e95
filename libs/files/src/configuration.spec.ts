import { readFilesConfiguration } from './configuration.js';

describe('configuration of files', () => {
  it('is a folder and 50 MiB unless told otherwise', () => {
    expect(readFilesConfiguration({}, '/data')).toEqual({ dataDir: '/data', maxBytes: 52_428_800 });
    expect(readFilesConfiguration({ FILES_MAX_BYTES: '10', FILES_S3_BUCKET: '' }, '/data').maxBytes).toBe(10);
  });

  it('is a bucket when one is named', () => {
    const env = {
      FILES_S3_BUCKET: 'b',
      FILES_S3_ENDPOINT: 'http://s3:9000',
      FILES_S3_REGION: 'cn-1',
      FILES_S3_ACCESS_KEY_ID: 'i',
      FILES_S3_SECRET_ACCESS_KEY: 's',
    };
    expect(readFilesConfiguration(env, '/data').s3).toEqual({
      bucket: 'b',
      region: 'cn-1',
      endpoint: 'http://s3:9000',
      pathStyle: true,
      credentials: { accessKeyId: 'i', secretAccessKey: 's' },
    });
    expect(readFilesConfiguration({ FILES_S3_BUCKET: 'b' }, '/data').s3).toEqual({
      bucket: 'b',
      region: 'us-east-1',
      pathStyle: false,
    });
  });

  it('names everything that is wrong at once', () => {
    const env = { FILES_MAX_BYTES: '5 MB', FILES_S3_ENDPOINT: 's3', FILES_S3_ACCESS_KEY_ID: 'i' };
    expect(() => readFilesConfiguration(env, '/data')).toThrow(
      /FILES_MAX_BYTES.*\s+FILES_S3_ENDPOINT.*\s+FILES_S3_ACCESS_KEY_ID.*\s+FILES_S3_BUCKET/,
    );
  });
});
