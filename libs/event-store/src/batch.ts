import type { ClientBase } from 'pg';
import type { Instant } from '@dealtrail/event-sourcing';
import { expectedBy, type PendingAppend, type PreparedEvent, type Segment } from './append.js';
import { byteaArray, int2Array, int4Array, textArray, uuidArray } from './binary-arrays.js';
import { eventHash } from './chain.js';
import { encrypted } from './personal-fields.js';
import type { PersonKeyMap, PersonKeys } from './person-keys.js';

/** One call of `append_events`, ready to be sent, and sent again byte for byte when its outcome is unknown. */
export interface Batch {
  readonly segments: readonly Segment[];
  readonly recordedAt: Instant;
  readonly values: readonly unknown[];
  /** Per segment, the hash of its last event. */
  readonly hashes: readonly string[];
}

/** Encrypts, hashes and encodes; `previous` holds, per segment, the hash its first event stands on. */
export async function encodeBatch(
  client: ClientBase,
  segments: readonly Segment[],
  previous: readonly string[],
  recordedAt: Instant,
  personKeys: PersonKeys,
): Promise<Batch> {
  const persons = personsOf(segments.flatMap(({ appends }) => appends));
  const keys = persons.size > 0 ? await personKeys.forWriting(client, persons) : new Map<string, Buffer>();
  const events: PreparedEvent[] = [];
  const [segmentOf, revisions, data, hashes]: [number[], number[], string[], string[]] = [[], [], [], []];
  const last = segments.map((segment, i) => {
    let revision = expectedBy(segment);
    let hash = previous[i] ?? '';
    for (const append of segment.appends)
      for (const event of append.events) {
        const text = dataText(event, keys);
        revision++;
        const { id, type, version, metadata } = event;
        const { stream } = segment;
        hash = eventHash(hash, { stream, revision, id, type, version, recordedAt, metadata, data: text });
        events.push(event);
        segmentOf.push(i + 1);
        revisions.push(revision);
        data.push(text);
        hashes.push(hash);
      }
    return hash;
  });
  const values = [
    textArray(segments.map(({ stream }) => stream)),
    int4Array(segments.map(expectedBy)),
    int4Array(segmentOf),
    int4Array(revisions),
    uuidArray(events.map(({ id }) => id)),
    textArray(events.map(({ type }) => type)),
    int2Array(events.map(({ version }) => version)),
    textArray(data),
    textArray(events.map(({ metadata }) => metadata)),
    recordedAt,
    byteaArray(hashes),
  ];
  return { segments, recordedAt, values, hashes: last };
}

/** Whose keys these appends need. */
export function personsOf(appends: readonly PendingAppend[]): ReadonlySet<string> {
  const persons = new Set<string>();
  for (const { events } of appends) for (const { personal } of events) if (personal) persons.add(personal.person);
  return persons;
}

/** The data as they are stored, JSON. */
export function dataText({ id, data, personal }: PreparedEvent, keys: PersonKeyMap): string {
  if (!personal) return data;
  return JSON.stringify(encrypted(JSON.parse(data) as Record<string, unknown>, id, personal, keys));
}
