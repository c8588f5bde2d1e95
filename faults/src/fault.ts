import type { Cluster } from './cluster.js';
import type { Company } from './company.js';

/** What one fault came to; the oracle's word, not the product's. */
export interface Report {
  readonly id: string;
  readonly passed: boolean;
  /** Commands answered with success, repeats by key included. */
  readonly acknowledged: number;
  /** Commands answered with a refusal. */
  readonly refused: number;
  /** Commands whose answer was lost and that were not repeated: in the log once or not at all. */
  readonly unknown: number;
  /** Acknowledged and not in the log, or not as answered. */
  readonly lost: number;
  /** In the log more than once, or in spite of a refusal. */
  readonly doubled: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a fault is given to work with. */
export interface Scene {
  readonly cluster: Cluster;
  readonly company: Company;
  /** How long the load lasts, s. */
  readonly seconds: number;
  readonly callers: number;
  /** How many times what it may on a machine of its own anything may take here. */
  readonly slack: number;
}

/** One entry of the registry in `faults.ts`. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly run: (scene: Scene) => Promise<Report>;
}
