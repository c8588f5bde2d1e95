import { CommandRegistry, EventTypes, type AnyEventSchema, type AnyProjection } from '@dealtrail/event-sourcing';
import { customerCommands, customerEvents, customerProjections, CustomersModule } from '@dealtrail/customers';
import { dealCommands, dealEvents, dealProjections, DealsModule } from '@dealtrail/deals';
import { policyCommands, policyEvents, policyProjections, PoliciesModule } from '@dealtrail/policies';
import { staffCommands, staffEvents, staffProjections, StaffModule, unitEvents } from '@dealtrail/staff';
import { viewProjections, ViewsModule } from '@dealtrail/views';

/** What the product is made of; a new context is a line in each list. */
export const schemas: readonly AnyEventSchema[] = [staffEvents, unitEvents, policyEvents, customerEvents, dealEvents];

export const commands = new CommandRegistry([
  ...staffCommands,
  ...policyCommands,
  ...customerCommands,
  ...dealCommands,
]);

export const projections: readonly AnyProjection[] = [
  ...staffProjections,
  ...policyProjections,
  ...customerProjections,
  ...dealProjections,
  ...viewProjections,
];

export const contextModules = [StaffModule, PoliciesModule, CustomersModule, DealsModule, ViewsModule];

export const eventTypes = new EventTypes(schemas);
