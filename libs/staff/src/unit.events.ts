import { eventSchema, type Event } from '@dealtrail/event-sourcing';

/** Kinds of organisational unit, smallest first: 組, 區域, 部門 (R236, R242). */
export const unitKinds = ['team', 'region', 'department'] as const;
export type UnitKind = (typeof unitKinds)[number];

/** Whether a unit of one kind can belong to one of the other: always to a larger kind, so that units never form a circle. */
export const fitsInto = (kind: UnitKind, parent: UnitKind): boolean =>
  unitKinds.indexOf(kind) < unitKinds.indexOf(parent);

export type UnitEvent =
  | Event<'UnitRegistered', { unitId: string; kind: UnitKind; name: string; parent?: string }>
  | Event<'UnitRenamed', { unitId: string; name: string }>
  /** Without `parent`: it stands alone from now on. */
  | Event<'UnitMoved', { unitId: string; parent?: string }>
  /** `previous` is missing for a first head, and in the facts of earlier releases. */
  | Event<'UnitHeadAppointed', { unitId: string; head: string; previous?: string }>;

/** Everything a unit's stream (`unit-<code>`) has ever held. */
export const unitEvents = eventSchema<UnitEvent>('unit', {
  UnitRegistered: { version: 1 },
  UnitRenamed: { version: 1 },
  UnitMoved: { version: 1 },
  UnitHeadAppointed: { version: 1 },
});
