import { decide, fold, type CommandMetadata } from '@dealtrail/event-sourcing';
import { firstPolicyCommands, policy, policyFold, type AnyPolicyCommand, type PolicyEvent } from '@dealtrail/policies';
import { firstStaffCommands, person, staffFold, type AnyPersonCommand, type PersonEvent } from '@dealtrail/staff';
import { testKnown } from './testing/index.js';

const instant = '2026-03-02T01:00:00.000Z';

describe('what every decision may know', () => {
  it('is built in specs by the folds that build it in a process', () => {
    const known = testKnown({
      units: [{ unitId: 'east', kind: 'team', head: 'zhao' }],
      people: [
        { staffId: 'zhao', roles: ['supervisor'], unitId: 'east' },
        { staffId: 'li', roles: ['rep'], unitId: 'east' },
        { staffId: 'wu', roles: ['rep'], unitId: 'east', active: false },
      ],
      policies: [
        {
          kind: 'follow-up',
          version: 2,
          content: { days: { A: 1, B: 2, C: 3 }, ungraded: 'C', warnPercent: 50 },
          effectiveFrom: instant,
        },
      ],
    });
    expect(known.staff.superiorOf('li')).toBe('zhao');
    expect(known.staff.isActive('wu')).toBe(false);
    expect(known.policies.inForce('follow-up', '2026-03-02T00:59:59.999Z').version.version).toBe(1);
    expect(known.policies.inForce('follow-up', instant).value.days.C).toBe(3);
    expect(known.policies.inForce('deal-stages', instant).value.stages).toHaveLength(4);
  });

  it('begins with an admin and version 1 of every policy, and stays as it is at the next start', () => {
    const metadata: CommandMetadata = {
      commandId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
      correlationId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
      actor: { kind: 'system', id: 'first-start' },
      occurredAt: instant,
    };
    const staffFacts: PersonEvent[] = [];
    const policyFacts: PolicyEvent[] = [];
    const knownThen = () => ({ staff: fold(staffFold, staffFacts), policies: fold(policyFold, policyFacts) });
    const start = (): void => {
      for (const intention of firstStaffCommands) {
        const before = staffFacts.filter(({ data }) => data.staffId === intention.staffId);
        staffFacts.push(
          ...decide(person, { ...intention, metadata } as AnyPersonCommand, fold(person, before), knownThen()),
        );
      }
      for (const intention of firstPolicyCommands) {
        const before = policyFacts.filter(({ data }) => data.kind === intention.kind);
        policyFacts.push(
          ...decide(policy, { ...intention, metadata } as AnyPolicyCommand, fold(policy, before), knownThen()),
        );
      }
    };
    start();
    expect(staffFacts).toHaveLength(firstStaffCommands.length);
    expect(policyFacts).toHaveLength(firstPolicyCommands.length);
    expect(knownThen().staff.activeWith('admin')).toEqual(['admin']);
    expect(knownThen().policies.inForce('follow-up', '2016-01-01T00:00:00.000Z').version.version).toBe(1);
    start();
    expect(staffFacts).toHaveLength(firstStaffCommands.length);
    expect(policyFacts).toHaveLength(firstPolicyCommands.length);
  });
});
