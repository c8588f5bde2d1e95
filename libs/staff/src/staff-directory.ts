import { type ApiKey, type Directory, type Instant, type Role, type Scope } from '@dealtrail/event-sourcing';
import { Entries } from './entries.js';
import type { Place } from './person.events.js';
import { standInFor, type StandIn, type StandInSearch } from './stand-in.js';
import { unitKinds, type UnitKind } from './unit.events.js';

/** A person as decisions know them: no name, no reason. */
export interface Person extends Place {
  readonly staffId: string;
  readonly roles: readonly Role[];
  readonly deputy?: string;
  readonly active: boolean;
  /** On leave that has begun. */
  readonly away: boolean;
  /** When that leave began; absent while not away. */
  readonly awaySince?: Instant;
}

/** An organisational unit as decisions know it. */
export interface Unit {
  readonly unitId: string;
  readonly kind: UnitKind;
  readonly parent?: string;
  readonly head?: string;
}

/** What is looked up by something else than the id; made once per directory, when first asked. */
interface Index {
  readonly activeByRole: ReadonlyMap<Role, readonly string[]>;
  readonly membersOf: ReadonlyMap<string, readonly string[]>;
  readonly unitsUnder: ReadonlyMap<string, readonly Unit[]>;
  readonly headedBy: ReadonlyMap<string, readonly Unit[]>;
  readonly deputisedBy: ReadonlyMap<string, readonly string[]>;
  readonly within: Map<string, ReadonlySet<string>>;
}

/** Who is who in the company, as of one position of the log; a value that never changes. */
export class StaffDirectory implements Directory {
  static readonly empty = new StaffDirectory(Entries.empty(), Entries.empty(), Entries.empty());

  private index: Index | undefined;

  private constructor(
    private readonly people: Entries<Person>,
    private readonly units: Entries<Unit>,
    private readonly keys: Entries<ApiKey>,
  ) {}

  withPerson(person: Person): StaffDirectory {
    return new StaffDirectory(this.people.with(person.staffId, person), this.units, this.keys);
  }

  withUnit(unit: Unit): StaffDirectory {
    return new StaffDirectory(this.people, this.units.with(unit.unitId, unit), this.keys);
  }

  withApiKey(keyId: string, key: ApiKey): StaffDirectory {
    return new StaffDirectory(this.people, this.units, this.keys.with(keyId, key));
  }

  person(staffId: string): Person | undefined {
    return this.people.get(staffId);
  }

  unit(unitId: string): Unit | undefined {
    return this.units.get(unitId);
  }

  apiKey(keyId: string): ApiKey | undefined {
    return this.keys.get(keyId);
  }

  isActive(staffId: string): boolean {
    return this.people.get(staffId)?.active ?? false;
  }

  /** Here and at work: active and not on leave. */
  isAvailable(staffId: string): boolean {
    const person = this.people.get(staffId);
    return person !== undefined && person.active && !person.away;
  }

  rolesOf(staffId: string): readonly Role[] | undefined {
    const person = this.people.get(staffId);
    return person && (person.active ? person.roles : []);
  }

  /** Active people with this role, in order of their codes. */
  activeWith(role: Role): readonly string[] {
    return this.indexed().activeByRole.get(role) ?? [];
  }

  /** The unit of this kind that a person belongs to, directly or through smaller ones. */
  unitOf(staffId: string, kind: UnitKind): Unit | undefined {
    return this.unitsAbove(staffId).find((unit) => unit.kind === kind);
  }

  /** Who answers for a unit: its active head, else the head's active deputy. */
  head(unitId: string): string | undefined {
    const head = this.units.get(unitId)?.head;
    return head === undefined || this.isActive(head) ? head : this.activeDeputyOf(head);
  }

  /** The person's deputy, if there is one who is active. */
  activeDeputyOf(staffId: string): string | undefined {
    const deputy = this.people.get(staffId)?.deputy;
    return deputy !== undefined && this.isActive(deputy) ? deputy : undefined;
  }

  /**
   * The next active superior, of whoever has left too: the one named, else the heads of the units from the smallest up, else
   * a director, else an admin. Never the person; undefined when nobody is left.
   */
  superiorOf(staffId: string): string | undefined {
    const named = this.people.get(staffId)?.superior;
    const candidates = [
      named,
      ...this.unitsAbove(staffId)
        .filter((unit) => unit.head !== staffId) // a head's own deputy is no superior
        .map((unit) => this.head(unit.unitId)),
      ...this.activeWith('director'),
      ...this.activeWith('admin'),
    ];
    return candidates.find((id) => id !== undefined && id !== staffId && this.isActive(id));
  }

  /** Who takes a step over from a person, and by which way; undefined only when no active candidate is left. */
  standInFor(staffId: string, search: StandInSearch): StandIn | undefined {
    return standInFor(this, staffId, search);
  }

  /**
   * Whose records a person reaches: their own, and those of the units up to the size of the scope that they head or whose head
   * they deputise, smaller units included. People who have left stay in reach, as their records do.
   */
  within(staffId: string, scope: Exclude<Scope, 'all' | 'assigned'>): ReadonlySet<string> {
    const { within } = this.indexed();
    const key = `${scope} ${staffId}`;
    let reached = within.get(key);
    if (!reached) {
      reached = new Set(scope === 'own' ? [staffId] : [staffId, ...this.peopleLedBy(staffId, scope)]);
      within.set(key, reached);
    }
    return reached;
  }

  /** The person's unit and what it belongs to, smallest first. */
  unitsAbove(staffId: string): readonly Unit[] {
    const above: Unit[] = [];
    let next = this.people.get(staffId)?.unitId;
    while (next !== undefined && above.length < unitKinds.length) {
      const unit = this.units.get(next);
      if (unit) above.push(unit);
      next = unit?.parent;
    }
    return above;
  }

  private *peopleLedBy(staffId: string, scope: UnitKind): Iterable<string> {
    const { headedBy, deputisedBy } = this.indexed();
    for (const leader of [staffId, ...(deputisedBy.get(staffId) ?? [])])
      for (const unit of headedBy.get(leader) ?? [])
        if (unitKinds.indexOf(unit.kind) <= unitKinds.indexOf(scope)) yield* this.peopleOf(unit);
  }

  private *peopleOf(unit: Unit): Iterable<string> {
    const { membersOf, unitsUnder } = this.indexed();
    if (unit.head !== undefined) yield unit.head;
    yield* membersOf.get(unit.unitId) ?? [];
    for (const smaller of unitsUnder.get(unit.unitId) ?? []) yield* this.peopleOf(smaller);
  }

  private indexed(): Index {
    if (!this.index) {
      const people = [...this.people.values()].sort((a, b) => (a.staffId < b.staffId ? -1 : 1));
      const units = [...this.units.values()];
      const idOf = ({ staffId }: Person): string => staffId;
      this.index = {
        activeByRole: grouped(people, (person) => (person.active ? person.roles : []), idOf),
        membersOf: grouped(people, ({ unitId }) => listed(unitId), idOf),
        unitsUnder: grouped(units, ({ parent }) => listed(parent), itself),
        headedBy: grouped(units, ({ head }) => listed(head), itself),
        deputisedBy: grouped(people, ({ deputy }) => listed(deputy), idOf),
        within: new Map(),
      };
    }
    return this.index;
  }
}

const itself = (unit: Unit): Unit => unit;
const listed = (id: string | undefined): readonly string[] => (id === undefined ? [] : [id]);

function grouped<T, K, V>(
  things: readonly T[],
  keys: (thing: T) => readonly K[],
  value: (thing: T) => V,
): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const thing of things)
    for (const key of keys(thing)) {
      const group = groups.get(key);
      if (group) group.push(value(thing));
      else groups.set(key, [value(thing)]);
    }
  return groups;
}
