import { eventSchema, type Event } from '@dealtrail/event-sourcing';
import type { Money } from '@dealtrail/money';
import type { Grade } from '@dealtrail/policies';

/** 重點、核心、普通、潛在 (R021): how a customer is served; another axis than the grade (D16). */
export const customerTiers = ['key', 'core', 'ordinary', 'potential'] as const;
export type CustomerTier = (typeof customerTiers)[number];

/** What is known of a company; none of it is about a person. */
export interface CustomerProfile {
  readonly name: string;
  readonly industry?: string;
  readonly employees?: number;
  readonly annualRevenue?: Money;
  readonly country?: string;
  readonly yearEstablished?: number;
  /** The company it belongs to. */
  readonly parentName?: string;
  /** The customer's id in the system it was imported from. */
  readonly sourceId?: string;
}

export type CustomerEvent =
  | Event<'CustomerRegistered', { customerId: string; number: string; ownerId?: string } & CustomerProfile>
  | Event<
      'CustomerEdited',
      { customerId: string; changes: Partial<CustomerProfile>; previous: Partial<CustomerProfile> }
    >
  /** Names a person; the contact before is not repeated here, so that a name is kept in as few facts as can be. */
  | Event<'CustomerContactNamed', { customerId: string; contactName: string; contactPhone?: string }>
  | Event<
      'CustomerTierAssessed',
      { customerId: string; tier: CustomerTier; previousTier?: CustomerTier; reason: string }
    >
  | Event<'CustomerGraded', { customerId: string; grade: Grade; previousGrade?: Grade; reason: string }>
  | Event<'CustomerOwnerChanged', { customerId: string; ownerId: string; previousOwnerId?: string }>;

/** Everything a customer's stream (`customer-<uuid>`) has ever held. Changing a shape here means a version and an upcast. */
export const customerEvents = eventSchema<CustomerEvent>('customer', {
  CustomerRegistered: { version: 1 },
  CustomerEdited: { version: 1 },
  CustomerContactNamed: { version: 1, personal: { person: 'customerId', fields: ['contactName', 'contactPhone'] } },
  CustomerTierAssessed: { version: 1 },
  CustomerGraded: { version: 1 },
  CustomerOwnerChanged: { version: 1 },
});
