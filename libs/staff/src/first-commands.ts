import type { Intention } from '@dealtrail/event-sourcing';
import type { AnyPersonCommand } from './person.commands.js';

/** What the first start sends as the system: somebody who can enter everybody else. */
export const firstStaffCommands: readonly Intention<AnyPersonCommand>[] = [
  { type: 'RegisterPerson', staffId: 'admin', name: '系統管理員', roles: ['admin'] },
];
