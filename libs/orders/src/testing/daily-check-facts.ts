import type { CommandMetadata, Instant } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import type { AnyDailyCheckCommand } from '../daily-check.commands.js';
import type { DailyCheckEvent } from '../daily-check.events.js';

/** From 2 March 2026 on Li Na is on leave and Wang Wei her deputy; so is Sun Li, who has none, so that Zhao Min, who leads the team, answers. */
export const known = testKnown({
  units: [{ unitId: 'east.1', kind: 'team', head: 'zhao.min' }],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'east.1', deputy: 'wang.wei', away: true },
    { staffId: 'wang.wei', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'sun.li', roles: ['rep'], unitId: 'east.1', away: true },
    { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
    { staffId: 'fa.wu', roles: ['legal'], away: true },
    { staffId: 'admin', roles: ['admin'] },
  ],
});

/** A wall clock in Shanghai, e.g. `10-09 16:00` of 2025. */
export const at = (time: string): Instant => new Date(`2025-${time.replace(' ', 'T')}:00+08:00`).toISOString();

/** A command of the schedule. */
export const asked = (type: AnyDailyCheckCommand['type'], day: string, occurredAt: Instant): AnyDailyCheckCommand => {
  const id = '11111111-1111-4111-8111-111111111111';
  const actor = { kind: 'process', id: 'dailyCheck' } as const;
  const metadata: CommandMetadata = { commandId: id, actor, correlationId: id, occurredAt };
  return { type, day, metadata } as AnyDailyCheckCommand;
};

const calendar = { kind: 'calendar', version: 1 };
const end = { '10-01': '10-02', '10-09': '10-10', '10-11': '10-12' } as const;

export const opened = (day: keyof typeof end, workday = true): DailyCheckEvent & { readonly occurredAt: Instant } => ({
  type: 'DailyCheckOpened',
  data: {
    ...{ day: `2025-${day}`, calendar, workday },
    ...{ startsAt: at(`${day} 00:00`), remindAt: at(`${day} 16:00`), endsAt: at(`${end[day]} 00:00`) },
  },
  occurredAt: at(`${day} 00:00`),
});
export const reminded: DailyCheckEvent = {
  type: 'DailyCheckReminded',
  data: { day: '2025-10-09', endsAt: at('10-10 00:00') },
};
export const closed: DailyCheckEvent & { readonly occurredAt: Instant } = {
  type: 'DailyCheckClosed',
  data: {
    ...{ day: '2025-10-09', calendar, workday: true, endsAt: at('10-10 00:00') },
    standIns: [],
  },
  occurredAt: at('10-10 00:00'),
};
