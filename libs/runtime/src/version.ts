import { readFileSync } from 'node:fs';

/** Of the product: every part of it has the same. */
export const { version } = JSON.parse(readFileSync(require.resolve('@dealtrail/runtime/package.json'), 'utf8')) as {
  readonly version: string;
};
