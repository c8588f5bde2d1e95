import { CommandRegistry, EventTypes, type AnyEventSchema, type AnyProjection } from '@dealtrail/event-sourcing';
import { customerCommands, customerEvents, customerProjections, CustomersModule } from '@dealtrail/customers';
import { dealCommands, dealEvents, dealProjections, DealsModule } from '@dealtrail/deals';
import { policyCommands, policyEvents, policyProjections, PoliciesModule } from '@dealtrail/policies';
import { reminderCommands, reminderEvents, reminderProjections, RemindersModule } from '@dealtrail/reminders';
import { staffCommands, staffEvents, staffProjections, StaffModule, unitEvents } from '@dealtrail/staff';
import { viewProjections, ViewsModule } from '@dealtrail/views';

/** What the product is made of; a new context is a line in each list. */
export const schemas: readonly AnyEventSchema[] = [
  staffEvents,
  unitEvents,
  policyEvents,
  customerEvents,
  dealEvents,
  reminderEvents,
];

export const commands = new CommandRegistry([
  ...staffCommands,
  ...policyCommands,
  ...customerCommands,
  ...dealCommands,
  ...reminderCommands,
]);

export const projections: readonly AnyProjection[] = [
  ...staffProjections,
  ...policyProjections,
  ...customerProjections,
  ...dealProjections,
  ...reminderProjections,
  ...viewProjections,
];

export const contextModules = [StaffModule, PoliciesModule, CustomersModule, DealsModule, RemindersModule, ViewsModule];

export const eventTypes = new EventTypes(schemas);
