import {
  Operation,
  roles,
  type CommandMetadata,
  type Instant,
  type Permission,
  type Role,
} from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { caseKinds, caseLevels, type CaseKind, type CaseLevel } from '@dealtrail/policies';
import { code, sellingRoles } from '@dealtrail/staff';
import {
  Allow,
  ArrayMaxSize,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsSource, IsText } from './case-fields.js';
import { caseChannels, caseDataFlags, type CaseChannel, type CaseDataFlag } from './case.events.js';

const caseId = '9b2d4c6e-1f3a-4b5c-8d7e-0a1b2c3d4e5f';

/** Every post but that of auditors, who only read. */
const everybody = <S extends 'all' | 'assigned'>(scope: S) =>
  Object.fromEntries(roles.filter((role) => role !== 'auditor').map((role) => [role, scope])) as Readonly<
    Record<Exclude<Role, 'auditor'>, S>
  >;

/** Who has a part of a case, whatever their post. */
export const assignees = everybody('assigned');

/**
 * Who handles cases: sellers those of owners in reach, customer service, sales support and admins all; whoever has a part of one,
 * of any post, that one.
 */
export const handlers: Permission = {
  roles: { ...assignees, ...sellingRoles, customerService: 'all', salesSupport: 'all', admin: 'all' },
  kinds: ['import'],
  assigned: true,
};

/** What is asked of one case: an after-sales issue or a complaint (售後問題、投訴). */
export abstract class CaseCommand {
  abstract readonly type: string;
  @IsUUID() readonly caseId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/**
 * Starts the clocks of 1, 24 and 72 hours when it was reported (R099–R101). Without `ownerId` a handler keeps what they report;
 * else people of customer service take turns. By a link only what it is about and the words count, all else is the company's to say.
 * Refuses `reported-in-the-future`, `owner-not-active`, `person-only-reads`, `seller-unknown`, `nobody-to-handle`,
 * `data-quality-is-for-imports`, `case-already-reported`.
 */
@Operation({
  zh: '登記售後問題或投訴',
  en: 'Report a case',
  allow: { roles: everybody('all'), kinds: ['customerLink', 'import'] },
  creates: 'caseId',
  example: {
    kind: 'issue',
    channel: 'hotline',
    subject: 'GTX Pro 12 開機後黑屏',
    productId: 'gtx.pro',
    impact: 2,
    urgency: 1,
  },
})
export class ReportCase extends CaseCommand {
  @Equals('ReportCase') @IsOptional() readonly type = 'ReportCase' as const;
  @IsIn(caseKinds) readonly kind!: CaseKind;
  @IsIn(caseChannels) readonly channel!: CaseChannel;
  @IsText(500) readonly subject!: string;
  @IsOptional() @IsText(5000) readonly description?: string;
  /** Default: the order's. */
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsUUID() readonly orderId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  /** Who sold; default: who has the order, else the customer, else who reports it, if their post sells. Of history as it says. */
  @IsOptional() @Matches(code) readonly sellerId?: string;
  /** 1 is the highest; default 3. */
  @IsOptional() @IsIn(caseLevels) readonly impact?: CaseLevel;
  @IsOptional() @IsIn(caseLevels) readonly urgency?: CaseLevel;
  @IsOptional() @IsText(100) readonly category?: string;
  /** Where groups have cases and not people. */
  @IsOptional() @IsText(100) readonly group?: string;
  /** Default now; not to come. */
  @IsOptional() @IsInstant() readonly reportedAt?: Instant;
  /** Only an import knows what its source lacked. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(caseDataFlags.length)
  @IsIn(caseDataFlags, { each: true })
  readonly dataQuality?: CaseDataFlag[];
  /** Only of an import: nobody follows it until the rest of its past is told, which an edit says. */
  @IsOptional() @IsBoolean() readonly moreToTell?: boolean;
  @IsOptional() @IsSource() readonly source?: Record<string, string>;
}

/** What is known of it by now; what is not said stays, but a seller and a customer nobody knew come with the order. Refuses `seller-unknown`, `data-quality-is-for-imports`, `case-merged`. */
@Operation({
  zh: '修改案件資料',
  en: 'Edit a case',
  allow: handlers,
  example: { caseId, productId: 'gtx.pro', category: 'display' },
})
export class EditCase extends CaseCommand {
  @Equals('EditCase') @IsOptional() readonly type = 'EditCase' as const;
  @IsOptional() @IsText(500) readonly subject?: string;
  @IsOptional() @IsText(5000) readonly description?: string;
  @IsOptional() @IsText(100) readonly category?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsUUID() readonly orderId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsOptional() @Matches(code) readonly sellerId?: string;
  /** `false`: its past is told as far as its source goes; from now on its promises are kept. */
  @IsOptional() @IsBoolean() readonly moreToTell?: boolean;
}

/** Of impact and urgency the policy makes the priority; the clocks stay as they are. Refuses `case-closed`, `case-merged`. */
@Operation({
  zh: '變更案件優先級',
  en: 'Change the priority of a case',
  allow: handlers,
  example: { caseId, impact: 1, urgency: 1, reason: '整條產線停擺' },
})
export class ChangeCasePriority extends CaseCommand {
  @Equals('ChangeCasePriority') @IsOptional() readonly type = 'ChangeCasePriority' as const;
  @IsIn(caseLevels) readonly impact!: CaseLevel;
  @IsIn(caseLevels) readonly urgency!: CaseLevel;
  @IsOptional() @IsText(2000) readonly reason?: string;
}

/**
 * A duplicate: the other one keeps the promise, and the clocks of this one stop until it is undone. Refuses `merged-into-itself`,
 * `case-closed`, `case-merged` (into another one).
 */
@Operation({
  zh: '合併重複案件',
  en: 'Merge a case into another',
  allow: handlers,
  example: { caseId, into: '1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f', reason: '同一故障重複來電' },
})
export class MergeCase extends CaseCommand {
  @Equals('MergeCase') @IsOptional() readonly type = 'MergeCase' as const;
  @IsUUID() readonly into!: string;
  @IsOptional() @IsText(2000) readonly reason?: string;
}

/**
 * As it was before it was merged, with the time that was left; by a process where nobody keeps the promise of the other one, for it
 * does not exist, was closed before, or was merged into this one.
 * Refuses `case-not-merged`.
 */
@Operation({
  zh: '撤銷合併',
  en: 'Undo a merge',
  allow: { ...handlers, kinds: ['import', 'process'] },
  example: { caseId, reason: '並非同一故障' },
})
export class UnmergeCase extends CaseCommand {
  @Equals('UnmergeCase') @IsOptional() readonly type = 'UnmergeCase' as const;
  @IsText(2000) readonly reason!: string;
}

/** What can be asked when a case is reported and of what is known of it, for the registry. */
export const caseReportingCommands = [ReportCase, EditCase, ChangeCasePriority, MergeCase, UnmergeCase] as const;
