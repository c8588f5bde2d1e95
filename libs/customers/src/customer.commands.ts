import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { MoneyInput } from '@dealtrail/money';
import { grades, type Grade } from '@dealtrail/policies';
import { code, sellingRoles } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import {
  Allow,
  Equals,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { customerTiers, type CustomerTier } from './customer.events.js';

const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
/** Who keeps customers' records: sellers those in reach, sales support and admins all. */
const keepers = { ...sellingRoles, salesSupport: 'all', admin: 'all' } as const;

/** What is asked of one customer (客戶). */
export abstract class CustomerCommand {
  abstract readonly type: string;
  @IsUUID() readonly customerId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Enters a customer (R010, R015); refuses `owner-not-active`, `owner-not-in-sales`, `customer-already-registered`. */
@Operation({
  zh: '登記客戶',
  en: 'Register a customer',
  allow: { roles: keepers, kinds: ['import'] },
  creates: 'customerId',
  example: { name: '華東精密製造有限公司', industry: 'manufacturing', employees: 1200, country: 'China' },
})
export class RegisterCustomer extends CustomerCommand {
  @Equals('RegisterCustomer') @IsOptional() readonly type = 'RegisterCustomer' as const;
  @IsString() @IsNotEmpty() @MaxLength(200) readonly name!: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly industry?: string;
  @IsOptional() @IsInt() @Min(0) @Max(100_000_000) readonly employees?: number;
  @IsOptional() @ValidateNested() @Type(() => MoneyInput) readonly annualRevenue?: MoneyInput;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly country?: string;
  @IsOptional() @IsInt() @Min(1000) @Max(9999) readonly yearEstablished?: number;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly parentName?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly sourceId?: string;
  /** Default: the seller who registers it; without one it belongs to nobody yet. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
}

/** Changes what is given and leaves the rest. */
@Operation({
  zh: '修改客戶檔案',
  en: 'Edit a customer',
  allow: { roles: keepers },
  example: { customerId, employees: 1350 },
})
export class EditCustomer extends CustomerCommand {
  @Equals('EditCustomer') @IsOptional() readonly type = 'EditCustomer' as const;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly name?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly industry?: string;
  @IsOptional() @IsInt() @Min(0) @Max(100_000_000) readonly employees?: number;
  @IsOptional() @ValidateNested() @Type(() => MoneyInput) readonly annualRevenue?: MoneyInput;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly country?: string;
  @IsOptional() @IsInt() @Min(1000) @Max(9999) readonly yearEstablished?: number;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly parentName?: string;
}

/** The person to talk to; kept encrypted under the customer's own key. */
@Operation({
  zh: '登記客戶聯繫人',
  en: "Name a customer's contact",
  allow: { roles: keepers, kinds: ['import'] },
  example: { customerId, contactName: '王芳', contactPhone: '+86 21 5555 0100' },
})
export class NameCustomerContact extends CustomerCommand {
  @Equals('NameCustomerContact') @IsOptional() readonly type = 'NameCustomerContact' as const;
  @IsString() @IsNotEmpty() @MaxLength(100) readonly contactName!: string;
  @IsOptional() @Matches(/^[0-9+() -]{3,32}$/) readonly contactPhone?: string;
}

/** 重點 key, 核心 core, 普通 ordinary, 潛在 potential (R021), with the reason. */
@Operation({
  zh: '評定客戶層級',
  en: "Assess a customer's tier",
  allow: { roles: { ...sellingRoles, admin: 'all' }, kinds: ['import'] },
  example: { customerId, tier: 'key', reason: '年採購額居行業前三' },
})
export class AssessCustomerTier extends CustomerCommand {
  @Equals('AssessCustomerTier') @IsOptional() readonly type = 'AssessCustomerTier' as const;
  @IsIn(customerTiers) readonly tier!: CustomerTier;
  @IsString() @IsNotEmpty() @MaxLength(500) readonly reason!: string;
}

/** A high value, B potential, C to be nurtured (R016), with the reason; the customer's open deals follow. */
@Operation({
  zh: '評定客戶等級',
  en: 'Grade a customer',
  allow: { roles: { ...sellingRoles, admin: 'all' }, kinds: ['import'] },
  example: { customerId, grade: 'A', reason: '意向度高、規模大、行業潛力大' },
})
export class GradeCustomer extends CustomerCommand {
  @Equals('GradeCustomer') @IsOptional() readonly type = 'GradeCustomer' as const;
  @IsIn(grades) readonly grade!: Grade;
  @IsString() @IsNotEmpty() @MaxLength(500) readonly reason!: string;
}

/** Assigns the customer to another seller; refuses `owner-not-active`, `owner-not-in-sales`. */
@Operation({
  zh: '變更客戶負責人',
  en: "Change a customer's owner",
  allow: { roles: keepers },
  example: { customerId, ownerId: 'li.na' },
})
export class ChangeCustomerOwner extends CustomerCommand {
  @Equals('ChangeCustomerOwner') @IsOptional() readonly type = 'ChangeCustomerOwner' as const;
  @Matches(code) readonly ownerId!: string;
}

/** The single registry of what can be asked of a customer. */
export const customerCommands = [
  RegisterCustomer,
  EditCustomer,
  NameCustomerContact,
  AssessCustomerTier,
  GradeCustomer,
  ChangeCustomerOwner,
] as const;
export type AnyCustomerCommand = InstanceType<(typeof customerCommands)[number]>;
