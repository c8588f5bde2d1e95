/** s3rver comes without a declaration; this is what the specs use of it. */
declare module 's3rver' {
  export default class S3rver {
    constructor(options: {
      port: number;
      address: string;
      silent: boolean;
      directory: string;
      configureBuckets: readonly { name: string }[];
    });
    readonly logger: { silent: boolean };
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
}
