import { apiKeyCommands } from './api-key.commands.js';
import { apiKeyRegister } from './api-key-register.projection.js';
import { leaveRegister } from './leave-register.projection.js';
import { personCommands } from './person.commands.js';
import { staffRegister } from './staff-register.projection.js';
import { ApiKeyRegister, LeaveRegister, PersonPage, StaffRegister, UnitRegister } from './staff.queries.js';
import { unitRegister } from './unit-register.projection.js';
import { unitCommands } from './unit.commands.js';

/** What this context adds to an application, besides its event schemas. */
export const staffCommands = [...personCommands, ...unitCommands, ...apiKeyCommands] as const;
export const staffQueries = [StaffRegister, PersonPage, LeaveRegister, UnitRegister, ApiKeyRegister] as const;
export const staffProjections = [staffRegister, leaveRegister, unitRegister, apiKeyRegister] as const;
