import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { MoneyInput } from '@dealtrail/money';
import { grades, type Grade } from '@dealtrail/policies';
import { code, sellingRoles } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { registrationFlags, type DealDataFlag } from './deal.events.js';

const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
/** Who keeps records of any deal: sellers those in reach, sales support and admins all. */
export const keepers = { ...sellingRoles, salesSupport: 'all', admin: 'all' } as const;

/** What is asked of one deal (商機). */
export abstract class DealCommand {
  abstract readonly type: string;
  @IsUUID() readonly dealId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Refuses `owner-not-active`, `owner-not-in-sales`, `registered-in-the-future`, `deal-already-registered`. */
@Operation({
  zh: '登記商機',
  en: 'Register a deal',
  allow: { roles: keepers, kinds: ['import'] },
  creates: 'dealId',
  example: { title: '12 台 GTX Pro', productId: 'gtx.pro', amount: { amount: 482100, currency: 'USD' }, grade: 'B' },
})
export class RegisterDeal extends DealCommand {
  @Equals('RegisterDeal') @IsOptional() readonly type = 'RegisterDeal' as const;
  @IsString() @IsNotEmpty() @MaxLength(200) readonly title!: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly productName?: string;
  @IsOptional() @ValidateNested() @Type(() => MoneyInput) readonly listPrice?: MoneyInput;
  @IsOptional() @ValidateNested() @Type(() => MoneyInput) readonly amount?: MoneyInput;
  /** Default: who registers it. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsIn(grades) readonly grade?: Grade;
  /** The business day the deal began; default today. */
  @IsOptional() @IsDay() readonly registeredOn?: Day;
  /** Only an import knows what its source lacked. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @IsIn(registrationFlags, { each: true })
  readonly dataQuality?: DealDataFlag[];
}

/** Changes what is given and leaves the rest; open deals only. */
@Operation({
  zh: '修改商機',
  en: 'Edit a deal',
  allow: { roles: keepers },
  example: { dealId, title: '15 台 GTX Pro', amount: { amount: 602600, currency: 'USD' } },
})
export class EditDeal extends DealCommand {
  @Equals('EditDeal') @IsOptional() readonly type = 'EditDeal' as const;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly title?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly productName?: string;
  @IsOptional() @ValidateNested() @Type(() => MoneyInput) readonly listPrice?: MoneyInput;
  @IsOptional() @ValidateNested() @Type(() => MoneyInput) readonly amount?: MoneyInput;
}

/** Assigns the deal to another seller (R007, R008); refuses `owner-not-active`, `owner-not-in-sales`. */
@Operation({
  zh: '變更商機負責人',
  en: "Change a deal's owner",
  allow: { roles: keepers },
  example: { dealId, ownerId: 'li.na' },
})
export class ChangeDealOwner extends DealCommand {
  @Equals('ChangeDealOwner') @IsOptional() readonly type = 'ChangeDealOwner' as const;
  @Matches(code) readonly ownerId!: string;
}

/** Moves an open deal from somebody who has left to a superior; of anybody else's deal it leaves no trace. */
@Operation({
  zh: '移交離職人員商機',
  en: "Reassign a departed person's deal",
  allow: { roles: {}, kinds: ['process'] },
  example: { dealId, from: 'li.na', to: 'zhao.min', position: 4711 },
})
export class ReassignDeal extends DealCommand {
  @Equals('ReassignDeal') @IsOptional() readonly type = 'ReassignDeal' as const;
  @Matches(code) readonly from!: string;
  @Matches(code) readonly to!: string;
  /** Where the log said that `from` has left. */
  @IsInt() @Min(0) readonly position!: number;
}
