import { decide, DomainError, evolve, type CommandMetadata, type Instant, type Role } from '@dealtrail/event-sourcing';
import { addDays, dayOf, publishedCalendar } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { testKnown } from '@dealtrail/known/testing';
import { contractApproval, type PolicyContent } from '@dealtrail/policies';
import {
  person,
  staffFold,
  unit,
  type AnyPersonCommand,
  type AnyUnitCommand,
  type PersonState,
  type UnitState,
} from '@dealtrail/staff';
import type { Dice } from '@dealtrail/event-sourcing/testing';

/** A company that people join, leave and come back to, by the real rules of staff; its policies change as well. */
export interface Company {
  known: Known;
  now: Instant;
  readonly people: readonly string[];
  readonly records: Map<string, PersonState | undefined>;
  readonly units: Map<string, UnitState | undefined>;
  /** Staff changes that the rules of staff refused. */
  refused: number;
}

const posts: readonly (readonly Role[])[] = [
  ['admin'],
  ['director'],
  ['legal'],
  ['legal'],
  ['finance'],
  ['finance'],
  ['rep'],
  ['rep'],
  ['supervisor'],
  ['salesSupport'],
  ['technical'],
  ['auditor'],
  ['legal', 'rep'],
  ['director', 'rep'],
  ['finance', 'admin'],
];
const unitIds = ['sales', 'law', 'accounts'] as const;
const hr: CommandMetadata['actor'] = { kind: 'system', id: 'model' };

/** From hardly anybody to fifteen people; an admin and a rep there always are. */
export function foundCompany(dice: Dice): Company {
  const people = Array.from({ length: 4 + dice.upTo(12) }, (_, n) => `p${n}`);
  const company: Company = {
    known: testKnown({}),
    now: '2026-02-24T01:00:00.000Z',
    people,
    records: new Map(),
    units: new Map(),
    refused: 0,
  };
  for (const unitId of unitIds) changeUnit(company, { type: 'RegisterUnit', unitId, kind: 'department', name: unitId });
  const first = [['admin'], ['rep'], ['legal'], ['finance']] as const;
  people.forEach((staffId, n) =>
    changePerson(company, {
      type: 'RegisterPerson',
      staffId,
      name: staffId,
      roles: [...(first[n] ?? dice.one(posts))],
      ...(dice.percent(80) && { unitId: dice.one(unitIds) }),
      ...(n > 0 && dice.percent(30) && { superior: `p${dice.upTo(n)}` }),
    }),
  );
  for (let change = 0; change < 5; change++) changeStaff(company, dice);
  return company;
}

/** One thing that happens to somebody; nothing where the rules of staff refuse it. */
export function changeStaff(company: Company, dice: Dice): void {
  const staffId = dice.one(company.people);
  const other = dice.one(company.people);
  const record = company.records.get(staffId);
  const leave = record?.leaves.find(({ state }) => state === 'begun');
  const change = dice.upTo(100);
  if (change < 30)
    changePerson(
      company,
      record?.inactive ? { type: 'ReactivatePerson', staffId } : { type: 'DeactivatePerson', staffId, reason: '離職' },
    );
  else if (change < 60) {
    if (leave) return changePerson(company, { type: 'CancelLeave', staffId, leaveId: leave.leaveId });
    const from = dayOf(company.now);
    const leaveId = `${staffId}-${record?.leaves.length ?? 0}`;
    changePerson(company, { type: 'PlanLeave', staffId, leaveId, from, until: from });
    const planned = company.records.get(staffId)?.leaves.find((one) => one.leaveId === leaveId);
    if (planned) changePerson(company, { type: 'BeginLeave', staffId, leaveId, at: planned.beginsAt });
  } else if (change < 75) changePerson(company, { type: 'AppointDeputy', staffId, deputy: other });
  else if (change < 90) changeUnit(company, { type: 'AppointUnitHead', unitId: dice.one(unitIds), head: staffId });
  else if (change < 95) changePerson(company, { type: 'ChangePersonRoles', staffId, roles: [...dice.one(posts)] });
  else changePerson(company, { type: 'MovePerson', staffId, unitId: dice.one(unitIds), superior: other });
}

/** A new calendar, or another way to approve; in force at once. */
export function changePolicy(company: Company, dice: Dice): void {
  const publish = <K extends 'calendar' | 'contract-approval'>(kind: K, value: PolicyContent<K>): void => {
    const { policies } = company.known;
    const version = { kind, version: policies.versions(kind).length + 1 };
    company.known = { ...company.known, policies: policies.with(kind, { value, version, effectiveFrom: company.now }) };
  };
  if (dice.percent(60)) {
    const { zone, intervals, years } = publishedCalendar;
    const days = Array.from({ length: dice.upTo(4) }, () => dayOf(addDays(company.now, dice.upTo(6)))).sort();
    publish('calendar', { zone, intervals, years: { ...years, 2026: { daysOff: days, makeUpDays: days } } });
  } else
    publish('contract-approval', {
      ...contractApproval.first,
      reviewDays: 1 + dice.upTo(3),
      reviewers: dice.percent(50) ? { legal: dice.one(company.people) } : {},
      directorFrom: dice.percent(80) ? { CNY: dice.upTo(3) } : {},
    });
}

type Change<C extends { readonly metadata: CommandMetadata }> = C extends unknown ? Omit<C, 'metadata'> : never;

const metadataOf = ({ now }: Company): CommandMetadata => ({
  commandId: 'model',
  correlationId: 'model',
  actor: hr,
  occurredAt: now,
});

function changePerson(company: Company, change: Change<AnyPersonCommand>): void {
  const command = { ...change, metadata: metadataOf(company) } as AnyPersonCommand;
  const { staffId } = command;
  const before = company.records.get(staffId);
  for (const event of decided(company, () => decide(person, command, before, company.known))) {
    company.records.set(staffId, evolve(person, company.records.get(staffId), event));
    company.known = { ...company.known, staff: evolve(staffFold, company.known.staff, event) };
  }
}

function changeUnit(company: Company, change: Change<AnyUnitCommand>): void {
  const actor = { kind: 'staff', id: 'p0' } as const;
  const command = { ...change, metadata: { ...metadataOf(company), actor } } as AnyUnitCommand;
  const { unitId } = command;
  for (const event of decided(company, () => decide(unit, command, company.units.get(unitId), company.known))) {
    company.units.set(unitId, evolve(unit, company.units.get(unitId), event));
    company.known = { ...company.known, staff: evolve(staffFold, company.known.staff, event) };
  }
}

function decided<E>(company: Company, decision: () => readonly E[]): readonly E[] {
  try {
    return decision();
  } catch (refusal) {
    if (!(refusal instanceof DomainError)) throw refusal;
    company.refused++;
    return [];
  }
}
