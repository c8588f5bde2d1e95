import type { Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister, type UnitKind } from '@dealtrail/staff';

/** More people or units than any company has; a bound, so that no question is without one. */
const most = 100_000;

interface KnownUnit {
  readonly unitId: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly parent?: string | null;
  readonly head?: string | null;
}

/** Who belongs where and what it is called, as the registers say it: at the same position as the question's other tables. */
export class Organisation {
  private constructor(
    private readonly units: ReadonlyMap<string, KnownUnit>,
    private readonly people: ReadonlyMap<string, { readonly name: string; readonly unitId?: string | null }>,
  ) {}

  /** The tables must name `staffRegister` and `unitRegister`. */
  static async from(tables: Tables): Promise<Organisation> {
    const units = await tables
      .from(unitRegister)
      .select(['unitId', 'kind', 'name', 'parent', 'head'])
      .limit(most)
      .execute();
    const people = await tables.from(staffRegister).select(['staffId', 'name', 'unitId']).limit(most).execute();
    return new Organisation(
      new Map(units.map((unit) => [unit.unitId, unit])),
      new Map(people.map(({ staffId, ...person }) => [staffId, person])),
    );
  }

  /** A person's name; the id when nobody knows one. */
  nameOf(staffId: string): string {
    return this.people.get(staffId)?.name ?? staffId;
  }

  /** A unit's name, where it is known. */
  unitName(unitId: string): string | undefined {
    return this.units.get(unitId)?.name;
  }

  /** The unit of this kind that a person belongs to, directly or through smaller ones. */
  unitOf(staffId: string, kind: UnitKind): KnownUnit | undefined {
    return this.unitsOf(staffId).find((unit) => unit.kind === kind);
  }

  /** Everybody who belongs to this unit of a kind as `unitOf` says it, or to any of the kind. */
  peopleOf(kind: UnitKind, unitId?: string): { readonly people: readonly string[]; readonly units: readonly string[] } {
    const found = [...this.people.keys()].flatMap((id) => {
      const unit = this.unitOf(id, kind);
      return unit === undefined || (unitId !== undefined && unit.unitId !== unitId) ? [] : [{ id, unit: unit.unitId }];
    });
    return { people: found.map(({ id }) => id), units: found.map(({ unit }) => unit) };
  }

  /** Everybody in a unit and in the smaller ones that belong to it, its head included. */
  membersOf(unitId: string): string[] {
    const members = [...this.people.keys()].filter((id) => this.unitsOf(id).some((unit) => unit.unitId === unitId));
    const head = this.units.get(unitId)?.head;
    return head ? [...new Set([...members, head])] : members;
  }

  /** Smallest first; a circle, which no fact makes, would end. */
  private unitsOf(staffId: string): KnownUnit[] {
    const found = new Set<KnownUnit>();
    for (let next = this.people.get(staffId)?.unitId; next;) {
      const unit = this.units.get(next);
      if (!unit || found.has(unit)) break;
      found.add(unit);
      next = unit.parent;
    }
    return [...found];
  }
}
