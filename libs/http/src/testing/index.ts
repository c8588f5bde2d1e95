export * from './identity-provider.js';
export * from './live-reader.js';
