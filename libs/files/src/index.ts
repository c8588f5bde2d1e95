export * from './configuration.js';
export { attachment } from './file-name.js';
export * from './file-store.js';
export * from './files.module.js';
export * from './folder-file-store.js';
export * from './refused.js';
export * from './send-file.js';
export type { S3Configuration } from './s3-file-store.js';
export { ContentCorrupted, type ByteRange } from './verified.js';
