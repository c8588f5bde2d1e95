import { decide, evolve } from '@dealtrail/event-sourcing';
import { policy, type AnyPolicyCommand } from '@dealtrail/policies';
import { person, type AnyPersonCommand } from '@dealtrail/staff';
import { firstCommands } from './first-commands.js';
import { knownFolds } from './known.js';
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

  it('is refused nothing at the first start, and stays as it is at the second', () => {
    let known = { staff: knownFolds.staff.initialState, policies: knownFolds.policies.initialState };
    const states = new Map<string, unknown>();
    const start = (): number => {
      let events = 0;
      for (const { commandId, intention } of firstCommands) {
        const actor = { kind: 'system', id: 'first-start' } as const;
        const metadata = { commandId, correlationId: commandId, actor, occurredAt: instant };
        const command = { ...intention, metadata } as AnyPersonCommand | AnyPolicyCommand;
        const name = 'staffId' in command ? `staff-${command.staffId}` : `policy-${command.kind}`;
        const decided =
          'staffId' in command
            ? decide(person, command, states.get(name) as typeof person.initialState, known)
            : decide(policy, command, (states.get(name) ?? policy.initialState) as typeof policy.initialState, known);
        for (const event of decided) {
          events++;
          const aggregate = 'staffId' in command ? person : policy;
          states.set(name, evolve<unknown>(aggregate, states.get(name) ?? aggregate.initialState, event));
          known =
            'staffId' in command
              ? { ...known, staff: evolve(knownFolds.staff, known.staff, event) }
              : { ...known, policies: evolve(knownFolds.policies, known.policies, event) };
        }
      }
      return events;
    };
    expect(start()).toBe(firstCommands.length);
    expect(known.staff.activeWith('admin')).toEqual(['admin']);
    expect(known.policies.inForce('follow-up', '2016-01-01T00:00:00.000Z').version.version).toBe(1);
    expect(start()).toBe(0);
  });

  it('gives each first command an id of its own that never changes', () => {
    expect(new Set(firstCommands.map(({ commandId }) => commandId)).size).toBe(firstCommands.length);
  });
});
