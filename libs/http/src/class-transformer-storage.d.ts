/** class-transformer publishes its storage without a declaration; swagger and class-validator-jsonschema read it too. */
declare module 'class-transformer/cjs/storage.js' {
  import type { MetadataStorage } from 'class-transformer/types/MetadataStorage';
  export const defaultMetadataStorage: MetadataStorage;
}
