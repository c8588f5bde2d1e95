import { canonicalJson, decider, ensure, ensureFound, shortNumber } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { Grade } from '@dealtrail/policies';
import { ensureMayOwn, mayOwn } from '@dealtrail/staff';
import type { AnyCustomerCommand } from './customer.commands.js';
import { customerEvents, type CustomerEvent, type CustomerProfile, type CustomerTier } from './customer.events.js';

/** What rules read of a customer. */
export interface Customer {
  /** As first registered, to tell a repeat from a second registration. */
  readonly registration: Extract<CustomerEvent, { type: 'CustomerRegistered' }>['data'];
  readonly profile: Partial<CustomerProfile>;
  readonly ownerId?: string;
  readonly tier?: CustomerTier;
  readonly grade?: Grade;
  readonly contact?: { readonly contactName: string; readonly contactPhone?: string };
}

type Step<T extends CustomerEvent['type']> = (
  customer: Customer,
  event: Extract<CustomerEvent, { type: T }>,
) => Customer;

const known =
  <T extends CustomerEvent['type']>(step: Step<T>) =>
  (customer: Customer | undefined, event: Extract<CustomerEvent, { type: T }>): Customer | undefined =>
    customer && step(customer, event);

/** The rules of a customer (客戶): a profile, a tier and a grade with reasons, at most one owner in sales. */
export const customer = decider<AnyCustomerCommand, CustomerEvent, Customer | undefined, Known>({
  events: customerEvents,
  id: ({ customerId }) => customerId,
  subject: (customer, command) => {
    if (!customer && command.type === 'RegisterCustomer')
      return { owners: [command.ownerId ?? command.metadata.actor.id] };
    return { owners: customer?.ownerId === undefined ? [] : [customer.ownerId] };
  },
  initialState: undefined,
  decide: {
    RegisterCustomer: ({ type: _, metadata, ...asked }, customer, { staff }) => {
      const { actor } = metadata;
      const registrar = actor.kind === 'staff' && mayOwn(staff, actor.id) ? actor.id : undefined;
      if (customer) {
        const { number: _number, ...said } = customer.registration;
        const facts = { ...asked, ownerId: asked.ownerId ?? said.ownerId };
        ensure(canonicalJson(facts) === canonicalJson(said), 'customer-already-registered');
        return [];
      }
      if (asked.ownerId !== undefined) ensureMayOwn(staff, asked.ownerId);
      const data = { ...asked, number: shortNumber(asked.customerId), ownerId: asked.ownerId ?? registrar };
      return [{ type: 'CustomerRegistered', data }];
    },

    EditCustomer: ({ type: _, metadata: _metadata, customerId, ...asked }, customer) => {
      ensureFound(customer, 'customer-not-found');
      const { profile } = customer;
      const changed = (Object.keys(asked) as (keyof typeof asked)[]).filter(
        (field) => asked[field] !== undefined && canonicalJson(asked[field]) !== canonicalJson(profile[field]),
      );
      if (changed.length === 0) return [];
      const only = (from: Partial<CustomerProfile>) => Object.fromEntries(changed.map((field) => [field, from[field]]));
      return [{ type: 'CustomerEdited', data: { customerId, changes: only(asked), previous: only(profile) } }];
    },

    NameCustomerContact: ({ customerId, contactName, contactPhone }, customer) => {
      ensureFound(customer, 'customer-not-found');
      const { contact } = customer;
      if (contact?.contactName === contactName && contact.contactPhone === contactPhone) return [];
      return [{ type: 'CustomerContactNamed', data: { customerId, contactName, contactPhone } }];
    },

    AssessCustomerTier: ({ customerId, tier, reason }, customer) => {
      ensureFound(customer, 'customer-not-found');
      if (customer.tier === tier) return [];
      const data = { customerId, tier, previousTier: customer.tier, reason };
      return [{ type: 'CustomerTierAssessed', data }];
    },

    GradeCustomer: ({ customerId, grade, reason }, customer) => {
      ensureFound(customer, 'customer-not-found');
      if (customer.grade === grade) return [];
      const data = { customerId, grade, previousGrade: customer.grade, reason };
      return [{ type: 'CustomerGraded', data }];
    },

    ChangeCustomerOwner: ({ customerId, ownerId }, customer, { staff }) => {
      ensureFound(customer, 'customer-not-found');
      if (customer.ownerId === ownerId) return [];
      ensureMayOwn(staff, ownerId);
      const data = { customerId, ownerId, previousOwnerId: customer.ownerId };
      return [{ type: 'CustomerOwnerChanged', data }];
    },
  },
  evolve: {
    CustomerRegistered: (_, { data }) => {
      const { customerId: _id, number: _number, ownerId, ...profile } = data;
      return { registration: data, profile, ownerId };
    },
    CustomerEdited: known<'CustomerEdited'>((customer, { data: { changes } }) => ({
      ...customer,
      profile: { ...customer.profile, ...changes },
    })),
    CustomerContactNamed: known<'CustomerContactNamed'>((customer, { data: { contactName, contactPhone } }) => ({
      ...customer,
      contact: { contactName, contactPhone },
    })),
    CustomerTierAssessed: known<'CustomerTierAssessed'>((customer, { data: { tier } }) => ({ ...customer, tier })),
    CustomerGraded: known<'CustomerGraded'>((customer, { data: { grade } }) => ({ ...customer, grade })),
    CustomerOwnerChanged: known<'CustomerOwnerChanged'>((customer, { data: { ownerId } }) => ({
      ...customer,
      ownerId,
    })),
  },
});
