import type { StaffDirectory } from './staff-directory.js';

/** Who takes a step over, and how it comes to them. */
export interface StandIn {
  readonly staffId: string;
  readonly via: 'deputy' | 'head' | 'director' | 'admin';
  /** The unit whose head it is; a superior who was named leads none here. */
  readonly unitId?: string;
}

/** Who may not take it over, and who else may not serve. */
export interface StandInSearch {
  /** Authors, and whoever else decides beside the person. */
  readonly without: ReadonlySet<string>;
  readonly mayServe?: (staffId: string) => boolean;
}

type Here = (staffId: string) => boolean;

/**
 * The deputy, the superior who was named, the heads of the units from the smallest up, directors, admins. Somebody who is at
 * work comes before everybody on leave; of a head who is not here their own deputy answers for the unit, one step and no more.
 */
export function standInFor(
  staff: StaffDirectory,
  staffId: string,
  { without, mayServe = () => true }: StandInSearch,
): StandIn | undefined {
  const able: Here = (id) => id !== staffId && !without.has(id) && mayServe(id);
  const first = (here: Here): StandIn | undefined => {
    for (const candidate of candidates(staff, staffId, here))
      if (here(candidate.staffId) && able(candidate.staffId)) return candidate;
    return undefined;
  };
  return first((id) => staff.isAvailable(id)) ?? first((id) => staff.isActive(id));
}

function* candidates(staff: StaffDirectory, staffId: string, here: Here): Iterable<StandIn> {
  const person = staff.person(staffId);
  if (person?.deputy !== undefined) yield { staffId: person.deputy, via: 'deputy' };
  if (person?.superior !== undefined) yield { staffId: person.superior, via: 'head' };
  for (const { unitId, head } of staff.unitsAbove(staffId)) {
    if (head === undefined || head === staffId) continue; // a head's own deputy came first
    const answering = here(head) ? head : staff.person(head)?.deputy;
    if (answering !== undefined) yield { staffId: answering, via: 'head', unitId };
  }
  for (const via of ['director', 'admin'] as const) for (const id of staff.activeWith(via)) yield { staffId: id, via };
}
