import { reactions } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { DailyCheckEvent } from '@dealtrail/orders';
import { CheckersToRemind } from '@dealtrail/views';
import { everyId } from '../every-id.js';
import { remind } from '../reminders/remind.js';

/** Whoever has still an order to check is told once, however many they are; who is on leave has a stand-in (R073). */
export const dailyCheckReactions = reactions<DailyCheckEvent, Known>({
  name: 'dailyCheck',
  react: {
    DailyCheckReminded: async (event, context) => {
      const { day, endsAt } = event.data;
      const people = await everyId(context, CheckersToRemind, { day });
      return remind(event, 'daily-check-due', people, { about: { category: 'dailyCheck', id: day }, dueAt: endsAt });
    },
  },
});
