import { LogCorrupted, type EventMetadata, type EventTypes, type Recorded } from '@dealtrail/event-sourcing';
import { decrypted, encryptedFields } from './personal-fields.js';
import type { PersonKeyMap } from './person-keys.js';

/** A row of the log as the driver gives it; bigint comes as text. */
export interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly data: string;
  readonly metadata: string;
  readonly recorded_at: string;
}

export const eventColumns = 'position, stream, revision, id, type, version, data, metadata, recorded_at';

/** Rows as facts in today's shape: personal fields readable or erased, then upcast. Throws `LogCorrupted`. */
export async function decoded(
  rows: readonly EventRow[],
  types: EventTypes,
  keysOf: (persons: ReadonlySet<string>) => Promise<PersonKeyMap>,
): Promise<Recorded[]> {
  const persons = new Set<string>();
  const parsed = rows.map((row) => {
    const data = parse(row.data, row);
    const fields = encryptedFields(types.of(row.type), row.version, data);
    for (const [, { of }] of fields) persons.add(of);
    return { row, data, fields };
  });
  const keys: PersonKeyMap = persons.size > 0 ? await keysOf(persons) : new Map<string, Buffer>();
  return parsed.map(({ row, data, fields }) => ({
    id: row.id,
    type: row.type,
    data: types.upcast(row.type, row.version, decrypted(data, row.id, fields, keys)),
    metadata: parse(row.metadata, row) as EventMetadata,
    stream: row.stream,
    revision: row.revision,
    position: Number(row.position),
    recordedAt: row.recorded_at,
  }));
}

function parse(text: string, { position }: EventRow): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new LogCorrupted(`the event at position ${position} is not JSON`);
  }
}
