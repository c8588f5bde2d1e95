import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { reminderIdOf } from '@dealtrail/reminders';
import { CheckersToRemind } from '@dealtrail/views';
import { dailyCheckReactions } from './daily-check.reactions.js';

const endsAt = '2025-10-09T16:00:00.000Z';
const reminded = recorded(
  { type: 'DailyCheckReminded', data: { day: '2025-10-09', endsAt } } as const,
  'dailyCheck-2025-10-09',
  1,
  { occurredAt: '2025-10-09T08:00:00.000Z' },
);
const asked: object[] = [];
const when = (...pages: readonly (readonly string[])[]) =>
  reactionSpecification(dailyCheckReactions, {
    known: testKnown({}),
    load: () => Promise.reject(new Error('not loaded')),
    ask: <Q extends object, A>(question: new () => Q, parameters: Partial<Q>) => {
      asked.push([question, parameters]);
      const at = Number((parameters as { cursor?: string }).cursor ?? 0);
      const more = at + 1 < pages.length && { nextCursor: String(at + 1) };
      return Promise.resolve({ items: pages[at] ?? [], position: '2', ...more } as A);
    },
  })(reminded);

const told = (staffId: string) => ({
  kind: 'command',
  command: {
    type: 'RaiseReminder',
    ...{ reminderId: reminderIdOf(reminded.id, staffId), staffId, kind: 'daily-check-due' },
    ...{ about: { category: 'dailyCheck', id: '2025-10-09' }, at: '2025-10-09T08:00:00.000Z', dueAt: endsAt },
  },
});

describe('a daily check in the afternoon', () => {
  it('reminds each person once, whatever page they are on', async () => {
    await when(['li.na', 'sun.li'], ['wang.wei']).then(...(['li.na', 'sun.li', 'wang.wei'].map(told) as never[]));
    expect(asked[0]).toEqual([CheckersToRemind, { day: '2025-10-09', limit: 200 }]);
  });
  it('reminds nobody when all is checked', () => when([]).then());
});
