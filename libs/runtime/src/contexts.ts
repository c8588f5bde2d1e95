import { CommandRegistry, EventTypes, type AnyEventSchema, type AnyProjection } from '@dealtrail/event-sourcing';
import {
  caseCommands,
  caseEvents,
  caseProjections,
  caseRecurrenceCommands,
  caseRecurrenceEvents,
  CasesModule,
  servicePromiseCommands,
  servicePromiseEvents,
} from '@dealtrail/cases';
import { contractCommands, contractEvents, contractProjections, ContractsModule } from '@dealtrail/contracts';
import {
  customerLinkCommands,
  customerLinkEvents,
  customerLinkProjections,
  CustomerLinksModule,
} from '@dealtrail/customer-links';
import { customerCommands, customerEvents, customerProjections, CustomersModule } from '@dealtrail/customers';
import { dealCommands, dealEvents, dealProjections, DealsModule } from '@dealtrail/deals';
import { operationCommands, operationEvents, OperationsModule } from '@dealtrail/operations';
import {
  dailyCheckCommands,
  dailyCheckEvents,
  orderCommands,
  orderEvents,
  orderProjections,
  OrdersModule,
} from '@dealtrail/orders';
import { paymentProjections, PaymentsModule, receivableCommands, receivableEvents } from '@dealtrail/payments';
import { policyCommands, policyEvents, policyProjections, PoliciesModule } from '@dealtrail/policies';
import {
  productFeedbackCommands,
  productFeedbackEvents,
  ProductFeedbackModule,
  productFeedbackProjections,
} from '@dealtrail/product-feedback';
import { reminderCommands, reminderEvents, reminderProjections, RemindersModule } from '@dealtrail/reminders';
import { apiKeyEvents, staffCommands, staffEvents, staffProjections, StaffModule, unitEvents } from '@dealtrail/staff';
import { CaseSubjectsModule, LinkSubjectsModule, viewProjections, ViewsModule } from '@dealtrail/views';

/** What the product is made of; a new context is a line in each list. */
export const schemas: readonly AnyEventSchema[] = [
  staffEvents,
  unitEvents,
  apiKeyEvents,
  policyEvents,
  customerEvents,
  dealEvents,
  contractEvents,
  orderEvents,
  receivableEvents,
  productFeedbackEvents,
  dailyCheckEvents,
  caseEvents,
  servicePromiseEvents,
  caseRecurrenceEvents,
  customerLinkEvents,
  reminderEvents,
  operationEvents,
];

export const commands = new CommandRegistry([
  ...staffCommands,
  ...policyCommands,
  ...customerCommands,
  ...dealCommands,
  ...contractCommands,
  ...orderCommands,
  ...receivableCommands,
  ...productFeedbackCommands,
  ...dailyCheckCommands,
  ...caseCommands,
  ...servicePromiseCommands,
  ...caseRecurrenceCommands,
  ...customerLinkCommands,
  ...reminderCommands,
  ...operationCommands,
]);

export const projections: readonly AnyProjection[] = [
  ...staffProjections,
  ...policyProjections,
  ...customerProjections,
  ...dealProjections,
  ...contractProjections,
  ...orderProjections,
  ...paymentProjections,
  ...productFeedbackProjections,
  ...caseProjections,
  ...customerLinkProjections,
  ...reminderProjections,
  ...viewProjections,
];

export const contextModules = [
  StaffModule,
  PoliciesModule,
  CustomersModule,
  DealsModule,
  ContractsModule,
  OrdersModule,
  PaymentsModule,
  ProductFeedbackModule,
  CasesModule,
  CaseSubjectsModule,
  CustomerLinksModule,
  LinkSubjectsModule,
  RemindersModule,
  OperationsModule,
  ViewsModule,
];

export const eventTypes = new EventTypes(schemas);
