import { projection, type Recorded } from '@dealtrail/event-sourcing';
import type { Money } from '@dealtrail/money';
import type { CustomerEvent } from './customer.events.js';

/** A customer in the register, with the fact that last changed it. */
export interface CustomerRow {
  readonly customerId: string;
  readonly number: string;
  readonly name: string;
  readonly industry?: string;
  readonly employees?: number;
  readonly annualRevenue?: Money;
  readonly country?: string;
  readonly yearEstablished?: number;
  readonly parentName?: string;
  readonly sourceId?: string;
  readonly ownerId?: string;
  readonly tier?: string;
  readonly tierReason?: string;
  readonly grade?: string;
  readonly gradeReason?: string;
  readonly contactName?: string;
  readonly contactPhone?: string;
  readonly registeredAt: string;
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

const key = ({ data: { customerId } }: { readonly data: { readonly customerId: string } }) => [customerId];
const changed = (
  row: CustomerRow | undefined,
  { revision, position }: Recorded<CustomerEvent>,
  change: Partial<CustomerRow>,
): CustomerRow | undefined => row && { ...row, ...change, revision, lastPosition: String(position) };

/** 客戶名冊: every customer ever entered. */
export const customerRegister = projection<CustomerRow, CustomerEvent>({
  name: 'customerRegister',
  version: 1,
  key: 'customerId',
  columns: {
    customerId: 'text',
    number: 'text',
    name: 'text',
    industry: 'text',
    employees: 'integer',
    annualRevenue: 'json',
    country: 'text',
    yearEstablished: 'integer',
    parentName: 'text',
    sourceId: 'text',
    ownerId: 'text',
    tier: 'text',
    tierReason: 'text',
    grade: 'text',
    gradeReason: 'text',
    contactName: 'text',
    contactPhone: 'text',
    registeredAt: 'instant',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [['name'], ['number'], ['ownerId'], ['registeredAt']],
  keys: {
    CustomerRegistered: key,
    CustomerEdited: key,
    CustomerContactNamed: key,
    CustomerTierAssessed: key,
    CustomerGraded: key,
    CustomerOwnerChanged: key,
  },
  project: {
    CustomerRegistered: (_, { data, metadata: { occurredAt }, revision, position }) => ({
      ...data,
      registeredAt: occurredAt,
      revision,
      lastPosition: String(position),
    }),
    CustomerEdited: (row, event) => changed(row, event, event.data.changes),
    CustomerContactNamed: (row, event) => {
      const { contactName, contactPhone } = event.data;
      return changed(row, event, { contactName, contactPhone });
    },
    CustomerTierAssessed: (row, event) => changed(row, event, { tier: event.data.tier, tierReason: event.data.reason }),
    CustomerGraded: (row, event) => changed(row, event, { grade: event.data.grade, gradeReason: event.data.reason }),
    CustomerOwnerChanged: (row, event) => changed(row, event, { ownerId: event.data.ownerId }),
  },
});
