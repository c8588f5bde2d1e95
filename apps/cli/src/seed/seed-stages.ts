import { addDays } from '@dealtrail/calendar';
import type { Instant } from '@dealtrail/event-sourcing';
import type { MappedRow, RowStep, Stage } from '../mappings/mapping.js';
import { people, units } from './company.js';
import { customers, staleDealId } from './story.js';

/** How long ago the demo deal without progress was registered, days: its warning is due, its limit of 45 days is not. */
const withoutProgress = 40;

/** The demo company and what lies before the story, as an import: a second run finds every row already there. */
export const seedStages = (now: Instant): readonly Stage[] => [
  stage('units', units.filter(({ kind }) => kind === 'department').map(registerUnit)),
  stage('regions', units.filter(({ kind }) => kind === 'region').map(registerUnit)),
  stage('teams', units.filter(({ kind }) => kind === 'team').map(registerUnit)),
  stage(
    'people',
    people.map((person) => step(person.staffId, 'person', { type: 'RegisterPerson', ...person })),
  ),
  stage(
    'heads',
    units.map(({ unitId, head }) => step(unitId, 'head', { type: 'AppointUnitHead', unitId, head })),
  ),
  stage('stale deal', [
    step('old-customer', 'customer', { type: 'RegisterCustomer', ...customers.stale, ownerId: 'wang.fang' }),
    {
      ...step('old-deal', 'register', {
        type: 'RegisterDeal',
        dealId: staleDealId,
        title: '二期產線改造',
        customerId: customers.stale.customerId,
        ownerId: 'wang.fang',
        amount: { amount: 86_000_000, currency: 'CNY' },
      }),
      occurredAt: addDays(now, -withoutProgress),
    },
  ]),
];

const registerUnit = ({ head: _head, ...unit }: (typeof units)[number]): RowStep =>
  step(unit.unitId, 'unit', { type: 'RegisterUnit', ...unit });

const step = (row: string, name: string, command: RowStep['command']): RowStep => ({ row, step: name, command });

const stage = (name: string, steps: readonly RowStep[]): Stage => ({
  name,
  lines: steps.length,
  async *rows(): AsyncGenerator<MappedRow> {
    for (const [index, one] of steps.entries()) yield { file: 'seed', line: index + 1, row: one.row, steps: [one] };
  },
});
