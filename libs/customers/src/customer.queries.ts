import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { grades, type Grade } from '@dealtrail/policies';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code, sellingRoles } from '@dealtrail/staff';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { customerTiers, type CustomerTier } from './customer.events.js';
import type { ListedCustomer } from './customer.handlers.js';

/** Sellers see the customers in reach; sales support, market support, admins and auditors all. */
const readers = { ...sellingRoles, salesSupport: 'all', marketSupport: 'all', admin: 'all', auditor: 'all' } as const;

/** Sorted by `name`, `number` or `registeredAt`; contacts are on the customer's page only. */
@Operation({
  zh: '客戶名冊',
  en: 'Customer register',
  allow: { roles: readers },
  example: { grade: 'A', text: '精密' },
  rows: rowsOf<ListedCustomer>('items')([
    'customerId',
    'number',
    'name',
    'industry',
    'employees',
    'annualRevenue.amount',
    'annualRevenue.currency',
    'country',
    'yearEstablished',
    'parentName',
    'sourceId',
    'ownerId',
    'tier',
    'tierReason',
    'grade',
    'gradeReason',
    'registeredAt',
    'revision',
    'lastPosition',
  ]),
})
export class CustomerRegister extends ListQuestion {
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsIn(customerTiers) readonly tier?: CustomerTier;
  @IsOptional() @IsIn(grades) readonly grade?: Grade;
  /** Part of the name or number. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

/** Everything known of one customer; refuses `customer-not-found`, `out-of-reach`. Auditors see no contact. */
@Operation({
  zh: '客戶檔案',
  en: 'One customer',
  allow: { roles: readers },
  example: { customerId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' },
})
export class CustomerPage extends Question {
  @IsUUID() readonly customerId!: string;
}
