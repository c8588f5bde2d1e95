import { projection } from '@dealtrail/event-sourcing';
import type { UnitEvent, UnitKind } from './unit.events.js';

export interface UnitRow {
  readonly unitId: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly parent?: string;
  readonly head?: string;
}

const key = ({ data: { unitId } }: { readonly data: { readonly unitId: string } }) => [unitId];

/** 組織架構: teams, regions and departments with their heads. */
export const unitRegister = projection<UnitRow, UnitEvent>({
  name: 'unitRegister',
  version: 1,
  key: 'unitId',
  columns: { unitId: 'text', kind: 'text', name: 'text', parent: 'text', head: 'text' },
  indexes: [['name'], ['parent']],
  keys: { UnitRegistered: key, UnitRenamed: key, UnitMoved: key, UnitHeadAppointed: key },
  project: {
    UnitRegistered: (_, { data: { unitId, kind, name, parent } }) => ({ unitId, kind, name, parent }),
    UnitRenamed: (row, { data: { name } }) => row && { ...row, name },
    UnitMoved: (row, { data: { parent } }) => row && { ...row, parent },
    UnitHeadAppointed: (row, { data: { head } }) => row && { ...row, head },
  },
});
