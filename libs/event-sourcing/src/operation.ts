import type { Permission } from './permission.js';

/** What people and programs are told of a command or query, and who may use it. */
export interface OperationInfo {
  /** Titles, e.g. `登記商機` and `Register a deal`. */
  readonly zh: string;
  readonly en: string;
  readonly allow: Permission;
  /** A body (or parameters) that works. */
  readonly example: Readonly<Record<string, unknown>>;
}

export type OperationClass = abstract new (...args: never[]) => object;

const operations = new WeakMap<OperationClass, OperationInfo>();

/** Class decorator: a command or query without it has no permission, and a route for it fails at boot. */
export const Operation =
  (info: OperationInfo) =>
  (target: OperationClass): void => {
    operations.set(target, info);
  };

export const operationOf = (target: OperationClass): OperationInfo | undefined => operations.get(target);
