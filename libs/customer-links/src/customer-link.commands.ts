import { Operation, type CommandMetadata, type Permission } from '@dealtrail/event-sourcing';
import { sellingRoles } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  linkChoices,
  linkPurposeIds,
  linkRevocationReasons,
  type LinkChoice,
  type LinkPurpose,
  type LinkRevocationReason,
} from './customer-link.events.js';

const linkId = '5b0f1d0a-6c3e-4d41-9a53-1f1f7d7c2b90';

/**
 * Who has to do with the record; of a case whoever handles it, a seller or not. No program: a link lets whoever holds it speak for
 * the customer.
 */
const sellers: Permission = {
  roles: { ...sellingRoles, customerService: 'assigned', technical: 'assigned', salesSupport: 'all', admin: 'all' },
  people: true,
};

/** What is asked of one link (客戶鏈接). */
export abstract class CustomerLinkCommand {
  abstract readonly type: string;
  @IsUUID() readonly linkId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** The answer shows the link, once. Refuses `customer-link-already-issued`, `link-subject-not-found`. */
@Operation({
  zh: '簽發客戶鏈接',
  en: 'Issue a link to the customer',
  allow: sellers,
  creates: 'linkId',
  shows: {
    link: 'The path the customer opens, on the address of this installation; shown in this answer and never again',
  },
  example: {
    purpose: 'confirmDelivery',
    subjectId: '2d931510-d99f-494a-8c67-87feb05e1594',
    part: '1',
    text: '開箱無損，通電測試 30 分鐘',
    days: 7,
  },
})
export class IssueCustomerLink extends CustomerLinkCommand {
  @Equals('IssueCustomerLink') @IsOptional() readonly type = 'IssueCustomerLink' as const;
  @IsIn(linkPurposeIds) readonly purpose!: LinkPurpose;
  /** Of the order, or of the case. */
  @IsUUID() readonly subjectId!: string;
  /**
   * The delivery, e.g. `1`; of an alternative its exception and number, `<uuid>/<number>`; of what the customer reports `order`; of
   * a case `resolution`.
   */
  @Matches(/^[A-Za-z0-9][\w./-]{0,63}$/) readonly part!: string;
  /** What is put before the customer, e.g. the acceptance criteria to agree to. */
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2_000) readonly text?: string;
  /** How long it counts, of 24 h each. */
  @IsOptional() @IsInt() @Min(1) @Max(30) readonly days: number = 7;
}

/** It opens nothing from then on, not what was answered either; refuses `customer-link-not-found`. */
@Operation({
  zh: '撤銷客戶鏈接',
  en: 'Revoke a link to the customer',
  allow: sellers,
  example: { linkId, reason: 'sentToWrong' },
})
export class RevokeCustomerLink extends CustomerLinkCommand {
  @Equals('RevokeCustomerLink') @IsOptional() readonly type = 'RevokeCustomerLink' as const;
  @IsIn(linkRevocationReasons) readonly reason!: LinkRevocationReason;
}

/** So much of a line. */
export class AnsweredQuantity {
  @Matches(/^[^\p{C}]{1,100}$/u) readonly lineId!: string;
  @IsInt() @Min(1) @Max(1_000_000_000) readonly quantity!: number;
}

/** What the page of a link sends. */
export class GivenAnswer {
  @IsIn(linkChoices) readonly choice!: LinkChoice;
  @IsOptional() @IsString() @MaxLength(100) readonly seen?: string;
  @IsOptional() @IsString() @MaxLength(2_000) readonly text?: string;
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => AnsweredQuantity)
  readonly lines?: AnsweredQuantity[];
}

/**
 * The customer answers, once: the first answer stands. The link alone sends it, for itself. Leaves nothing when it is the same
 * answer; refuses `customer-link-used`, `-expired`, `-revoked`, `-not-found`, `choice-not-offered`, `not-this-link`.
 */
@Operation({
  zh: '使用客戶鏈接',
  en: 'Answer by a link',
  allow: { roles: {}, kinds: ['customerLink'] },
  example: { linkId, answer: { choice: 'confirm', seen: '2026-05-20', text: '開箱無損' } },
})
export class UseCustomerLink extends CustomerLinkCommand {
  @Equals('UseCustomerLink') @IsOptional() readonly type = 'UseCustomerLink' as const;
  @ValidateNested() @Type(() => GivenAnswer) readonly answer!: GivenAnswer;
}

/** Leaves nothing when that is on record; refuses `customer-link-not-used`. */
@Operation({
  zh: '記錄客戶答覆未被採納',
  en: 'Note that the record did not take the answer of a link',
  allow: { roles: {}, kinds: ['customerLink', 'process'] },
  example: { linkId, code: 'delivery-cancelled' },
})
export class RefuseCustomerLinkAnswer extends CustomerLinkCommand {
  @Equals('RefuseCustomerLinkAnswer') @IsOptional() readonly type = 'RefuseCustomerLinkAnswer' as const;
  @IsOptional() @Matches(/^[a-z0-9-]{1,64}$/) readonly code?: string;
}

/** The single registry of what can be asked of a link. */
export const customerLinkCommands = [
  IssueCustomerLink,
  RevokeCustomerLink,
  UseCustomerLink,
  RefuseCustomerLinkAnswer,
] as const;
export type AnyCustomerLinkCommand = InstanceType<(typeof customerLinkCommands)[number]>;
