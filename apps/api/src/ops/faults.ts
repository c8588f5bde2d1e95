import type { PartHealth, BoardedProcess, Standings, Verification } from '@dealtrail/runtime';
import type { Unreadable } from './sections.js';

/** One thing that is wrong, as one row. */
export interface Fault {
  /** e.g. `eventStore`, `projection dealRegister`, `process`. */
  readonly what: string;
  /** In which process, where it is one's own. */
  readonly process?: string;
  readonly cause: string;
  /** ISO 8601. */
  readonly since?: string;
}

/** An event set aside, in a projection or a reaction. */
export interface Parked {
  readonly by: 'projection' | 'reaction';
  readonly name: string;
  /** Of the row; of a reaction the stream. */
  readonly key: string;
  readonly position: string;
  /** Absent for what only waits behind another. */
  readonly cause?: string;
  readonly since: string;
  readonly attempts: number;
}

/** A step that waits for nobody who could do it. */
export interface Unowned {
  readonly itemId: string;
  readonly kind: string;
  readonly assignees: readonly string[];
  readonly since: string;
}

/** All that is looked at; what could not be read is absent, and named. */
export interface Looked {
  readonly processes: readonly BoardedProcess[];
  readonly standings?: Standings | undefined;
  readonly parked?: readonly Parked[] | undefined;
  readonly stepsWithoutOwner?: readonly Unowned[] | undefined;
  readonly verified?: Verification | undefined;
  readonly unreadable: readonly Unreadable[];
}

const lateSeconds = 30;
/** How long a process that died is a fault by itself; whether another does its work is asked besides. */
const mournedSeconds = 600;
const needed = { api: 'api', projector: 'projector', worker: 'worker' } as const;

/** Everything that is wrong, each as a row; none means that nothing is known to be wrong. */
export function faultsOf(looked: Looked): readonly Fault[] {
  const { processes, standings, parked = [], stepsWithoutOwner = [], verified, unreadable } = looked;
  const running = processes.filter(({ state }) => state === 'running');
  return [
    ...unreadable.map(({ section, cause }) => ({ what: section, cause })),
    ...processes
      .filter(({ state, silentSeconds }) => state === 'gone' && silentSeconds < mournedSeconds)
      .map((gone) => ({ what: 'process', process: nameOf(gone), cause: 'silent', since: gone.seenAt })),
    ...Object.values(needed)
      .filter((kind) => !running.some((process) => process.kind === kind || process.kind === 'standalone'))
      .map((kind) => ({ what: kind, cause: `no ${kind} runs` })),
    ...running.flatMap(faultsIn),
    ...[...(standings?.projections ?? [])].filter(late).map(lagging('projection')),
    ...[...(standings?.reactions ?? [])].filter(late).map(lagging('reaction')),
    ...parked
      .filter(({ cause }) => cause !== undefined)
      .map(({ by, name, key, position, cause = '', since }) => ({
        what: `${by} ${name}`,
        cause: `${key} at ${position}: ${cause}`,
        since,
      })),
    ...stepsWithoutOwner.map(({ itemId, kind, since }) => ({
      what: `step ${kind}`,
      cause: `${itemId} has no active person`,
      since,
    })),
    ...(verified?.broken ?? []).map(({ stream, revision, foundAt }) => ({
      what: 'chain',
      cause: `${stream} is broken at revision ${revision}`,
      since: foundAt,
    })),
  ];
}

const late = ({ seconds }: { readonly seconds: number }): boolean => seconds > lateSeconds;

const lagging =
  (reader: string) =>
  ({ name, behind, seconds }: { readonly name: string; readonly behind: number; readonly seconds: number }): Fault => ({
    what: `${reader} ${name}`,
    cause: `${behind} positions behind, for ${Math.round(seconds)} s`,
  });

export const nameOf = ({ kind, host, pid }: Pick<BoardedProcess, 'kind' | 'host' | 'pid'>): string =>
  `${kind} ${host}/${pid}`;

/** What a running process says is wrong with it. */
function faultsIn(process: BoardedProcess): readonly Fault[] {
  const own = { process: nameOf(process) };
  return Object.entries(process.parts).flatMap(([part, health]) => [
    ...(!health.ready || health.degraded || health['error'] !== undefined
      ? [{ ...own, what: part, cause: causeIn(health) }]
      : []),
    ...listed<{ name: string; error?: string }>(health['projections'])
      .filter(({ error }) => error !== undefined)
      .map(({ name, error = '' }) => ({ ...own, what: `projection ${name}`, cause: error })),
    ...subscriptionFault(own, part, health['subscription']),
    ...listed<{ workflowId: string; activity: string; attempt: number; cause: string; since: string }>(
      health['retrying'],
    ).map(({ workflowId, activity, attempt, cause, since }) => ({
      ...own,
      what: `workflow ${workflowId}`,
      cause: `${activity}, attempt ${attempt}: ${cause}`,
      since,
    })),
  ]);
}

function subscriptionFault(own: { readonly process: string }, part: string, subscription: unknown): readonly Fault[] {
  const { state, error } = (subscription ?? {}) as { readonly state?: string; readonly error?: string };
  return state === 'failing' ? [{ ...own, what: `${part} subscription`, cause: error ?? 'failing' }] : [];
}

const causeIn = (health: PartHealth): string =>
  String(health['error'] ?? health['state'] ?? (health.degraded ? 'degraded' : 'not ready'));

const listed = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);
