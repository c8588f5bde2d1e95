import { decider, ensure, ensureFound } from '@dealtrail/event-sourcing';
import type { StaffDirectory } from './staff-directory.js';
import type { StaffKnown } from './staff.fold.js';
import type { AnyUnitCommand } from './unit.commands.js';
import { fitsInto, unitEvents, type UnitEvent, type UnitKind } from './unit.events.js';

/** One organisational unit. */
export interface UnitState {
  readonly kind: UnitKind;
  readonly name: string;
  readonly parent?: string;
  readonly head?: string;
}

/** The rules of a unit: it belongs to a larger one and has an active head when one is appointed (R236, R242). */
export const unit = decider<AnyUnitCommand, UnitEvent, UnitState | undefined, StaffKnown>({
  events: unitEvents,
  id: ({ unitId }) => unitId,
  subject: () => ({ owners: [] }),
  initialState: undefined,
  decide: {
    RegisterUnit: ({ unitId, kind, name, parent }, unit, { staff }) => {
      if (unit) {
        ensure(unit.kind === kind && unit.name === name && unit.parent === parent, 'unit-already-registered');
        return [];
      }
      ensureParent(staff, kind, parent);
      return [{ type: 'UnitRegistered', data: { unitId, kind, name, ...(parent !== undefined && { parent }) } }];
    },

    RenameUnit: ({ unitId, name }, unit) => {
      ensureFound(unit, 'unit-not-found');
      return unit.name === name ? [] : [{ type: 'UnitRenamed', data: { unitId, name } }];
    },

    MoveUnit: ({ unitId, parent }, unit, { staff }) => {
      ensureFound(unit, 'unit-not-found');
      if (unit.parent === parent) return [];
      ensureParent(staff, unit.kind, parent);
      return [{ type: 'UnitMoved', data: { unitId, ...(parent !== undefined && { parent }) } }];
    },

    AppointUnitHead: ({ unitId, head, metadata }, unit, { staff }) => {
      ensureFound(unit, 'unit-not-found');
      if (unit.head === head) return [];
      ensure(unit.head === undefined || metadata.actor.kind === 'staff', 'head-already-appointed'); // an import fills, never replaces
      ensure(staff.isActive(head), 'head-not-active', { head });
      const previous = unit.head === undefined ? {} : { previous: unit.head };
      return [{ type: 'UnitHeadAppointed', data: { unitId, head, ...previous } }];
    },
  },
  evolve: {
    UnitRegistered: (_, { data: { kind, name, parent } }) => ({ kind, name, parent }),
    UnitRenamed: (unit, { data: { name } }) => unit && { ...unit, name },
    UnitMoved: (unit, { data: { parent } }) => unit && { ...unit, parent },
    UnitHeadAppointed: (unit, { data: { head } }) => unit && { ...unit, head },
  },
});

function ensureParent(staff: StaffDirectory, kind: UnitKind, parent: string | undefined): void {
  if (parent === undefined) return;
  const larger = staff.unit(parent);
  ensure(larger, 'parent-not-found', { parent });
  ensure(fitsInto(kind, larger.kind), 'parent-not-larger', { parent, kind: larger.kind });
}
