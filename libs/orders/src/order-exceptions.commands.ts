import { Operation, roles, type Instant, type Role } from '@dealtrail/event-sourcing';
import { IsInstant, IsDay, type Day } from '@dealtrail/calendar';
import { MoneyInput } from '@dealtrail/money';
import { code } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import {
  Equals,
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
import { categoryPattern } from './order-fields.js';
import { followers, followersAndOperations, OrderCommand } from './order-placing.commands.js';
import { exceptionKinds, type ExceptionKind } from './order.events.js';

const orderId = '3d6f0a1b-8c2e-4f57-9a10-6b7c8d9e0f12';
const exceptionId = '5e8f7a6b-1c2d-4e3f-8a9b-0c1d2e3f4a5b';

/** Whoever has a task of the order, whatever their post; auditors only read. */
const assignees = Object.fromEntries(
  roles.filter((role) => role !== 'auditor').map((role) => [role, 'assigned']),
) as Readonly<Record<Exclude<Role, 'auditor'>, 'assigned'>>;

/** What is asked of one exception of an order (交付異常). */
export abstract class OrderExceptionCommand extends OrderCommand {
  @IsUUID() readonly exceptionId!: string;
}

/** The same, of what has come about outside. */
export abstract class HappenedExceptionCommand extends OrderExceptionCommand {
  /** Default now; not to come. Of what a customer does by a link always now. */
  @IsOptional() @IsInstant() readonly happenedAt?: Instant;
}

/** Something goes wrong with the order (R082): apology and alternative are due within the policy's time (T14). */
@Operation({
  zh: '登記交付異常',
  en: 'Declare an exception',
  allow: { roles: followersAndOperations, kinds: ['import'] },
  creates: 'exceptionId',
  example: { orderId, exceptionId, delivery: 1, kind: 'production-delay', description: '主板缺料,預計延後五天' },
})
export class DeclareOrderException extends HappenedExceptionCommand {
  @Equals('DeclareOrderException') @IsOptional() readonly type = 'DeclareOrderException' as const;
  @IsOptional() @IsInt() @Min(1) @Max(10_000) readonly delivery?: number;
  @IsIn(exceptionKinds) readonly kind!: ExceptionKind;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly description!: string;
}

/** The customer has heard that we are sorry (R083). */
@Operation({
  zh: '向客戶致歉',
  en: 'Apologise to the customer',
  allow: { roles: followers, kinds: ['import'] },
  example: { orderId, exceptionId, channel: '電話', text: '因缺料延後,深表歉意' },
})
export class ApologiseToCustomer extends HappenedExceptionCommand {
  @Equals('ApologiseToCustomer') @IsOptional() readonly type = 'ApologiseToCustomer' as const;
  @IsString() @Matches(/\S/) @MaxLength(100) readonly channel!: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(5000) readonly text?: string;
}

/** Of a kind that the policy's catalogue names (R084: `alternative-unknown`), at a cost in the order's currency. */
@Operation({
  zh: '提出替代方案',
  en: 'Offer an alternative',
  allow: { roles: followers, kinds: ['import'] },
  example: {
    orderId,
    exceptionId,
    alternative: 1,
    kind: 'warranty-extension',
    description: '整機質保延長十二個月',
    cost: { amount: 120000, currency: 'CNY' },
  },
})
export class OfferAlternative extends OrderExceptionCommand {
  @Equals('OfferAlternative') @IsOptional() readonly type = 'OfferAlternative' as const;
  /** The next number, from 1: names it, so that a repeat is no second one. */
  @IsInt() @Min(1) @Max(100) readonly alternative!: number;
  @Matches(categoryPattern) @MaxLength(64) readonly kind!: string;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly description!: string;
  /** To the company; 0 where it costs nothing. */
  @ValidateNested() @Type(() => MoneyInput) readonly cost!: MoneyInput;
}

/** The customer's answer, by a link or as a colleague heard it; one for each alternative (`alternative-already-answered`). */
@Operation({
  zh: '客戶答覆替代方案',
  en: 'Answer an alternative',
  allow: { roles: followers, kinds: ['customerLink', 'import'] },
  example: { orderId, exceptionId, alternative: 1, answer: 'accepted', channel: '電話' },
})
export class AnswerAlternative extends HappenedExceptionCommand {
  @Equals('AnswerAlternative') @IsOptional() readonly type = 'AnswerAlternative' as const;
  @IsInt() @Min(1) @Max(100) readonly alternative!: number;
  @IsIn(['accepted', 'declined']) readonly answer!: 'accepted' | 'declined';
  /** Why not. */
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(100) readonly channel?: string;
}

/** What a department does about it (R085), with a person who is active (`assignee-not-active`). */
@Operation({
  zh: '指派協作任務',
  en: 'Assign a task of an exception',
  allow: { roles: followersAndOperations, kinds: ['import'] },
  example: {
    orderId,
    exceptionId,
    task: 1,
    department: 'production',
    assigneeId: 'qin.tao',
    description: '加急補料並重排產線',
    dueOn: '2026-05-22',
  },
})
export class AssignExceptionTask extends OrderExceptionCommand {
  @Equals('AssignExceptionTask') @IsOptional() readonly type = 'AssignExceptionTask' as const;
  /** The next number, from 1: names it, so that a repeat is no second one. */
  @IsInt() @Min(1) @Max(100) readonly task!: number;
  @IsString() @Matches(/\S/) @MaxLength(64) readonly department!: string;
  @Matches(code) readonly assigneeId!: string;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly description!: string;
  @IsOptional() @IsDay() readonly dueOn?: Day;
}

/** Done, with what came of it; by whom it was assigned to, or for them. */
@Operation({
  zh: '完成協作任務',
  en: 'Complete a task of an exception',
  allow: { roles: { ...assignees, ...followersAndOperations }, kinds: ['import'], assigned: true },
  example: { orderId, exceptionId, task: 1, result: '已補料,5 月 23 日可發貨' },
})
export class CompleteExceptionTask extends OrderExceptionCommand {
  @Equals('CompleteExceptionTask') @IsOptional() readonly type = 'CompleteExceptionTask' as const;
  @IsInt() @Min(1) @Max(100) readonly task!: number;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly result!: string;
}

/**
 * Only with an apology, an accepted alternative, and at least one task, all done (G-041: `exception-not-apologised`,
 * `alternative-not-accepted`, `task-missing`, `task-open`).
 */
@Operation({
  zh: '關閉交付異常',
  en: 'Close an exception',
  allow: { roles: followers, kinds: ['import'] },
  example: { orderId, exceptionId, result: '客戶接受延保,補料後已發貨' },
})
export class CloseOrderException extends OrderExceptionCommand {
  @Equals('CloseOrderException') @IsOptional() readonly type = 'CloseOrderException' as const;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly result!: string;
}

/** What can be asked of exceptions, for the registry. */
export const exceptionCommands = [
  DeclareOrderException,
  ApologiseToCustomer,
  OfferAlternative,
  AnswerAlternative,
  AssignExceptionTask,
  CompleteExceptionTask,
  CloseOrderException,
] as const;
