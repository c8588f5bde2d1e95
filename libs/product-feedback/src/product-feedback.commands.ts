import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { code, sellingRoles } from '@dealtrail/staff';
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
  MaxLength,
  Min,
} from 'class-validator';
import { feedbackKinds, feedbackOutcomes, type FeedbackKind, type FeedbackOutcome } from './product-feedback.events.js';

const feedbackId = '4b1d7c2e-9f3a-4e5d-8c6b-0a1f2e3d4c5b';
const customerId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** The departments that answer: 技術/產品 and 市場 (R079), each their own items. */
export const answeringRoles = { technical: 'assigned', marketSupport: 'assigned' } as const;
/** Sellers see to the items in reach. */
const sellers = { roles: sellingRoles, kinds: ['import'] } as const;

/** What is asked of one item of product feedback (產品反饋). */
export abstract class ProductFeedbackCommand {
  abstract readonly type: string;
  @IsUUID() readonly feedbackId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/**
 * Brings what a customer says to who answers for the product: the person named, else by policy `product-feedback`, else technical
 * people in turn. Refuses `product-owner-not-active`, `product-owner-not-entitled`, `nobody-to-answer`, `feedback-already-submitted`.
 */
@Operation({
  zh: '提交產品反饋',
  en: 'Submit product feedback',
  allow: sellers,
  creates: 'feedbackId',
  example: {
    customerId,
    productId: 'gtx.pro',
    productName: 'GTX Pro',
    kind: 'improvement',
    text: '控制面板在強光下看不清',
  },
})
export class SubmitProductFeedback extends ProductFeedbackCommand {
  @Equals('SubmitProductFeedback') @IsOptional() readonly type = 'SubmitProductFeedback' as const;
  @IsUUID() readonly customerId!: string;
  @IsOptional() @IsUUID() readonly dealId?: string;
  @IsOptional() @IsUUID() readonly contractId?: string;
  @IsOptional() @IsUUID() readonly orderId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) readonly productName?: string;
  @IsIn(feedbackKinds) readonly kind!: FeedbackKind;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly text!: string;
  /** Default: who submits it. */
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @Matches(code) readonly productOwnerId?: string;
}

/** Gives an item that is not answered to somebody else who answers; with the reason. */
@Operation({
  zh: '轉派產品反饋',
  en: 'Reassign product feedback',
  allow: { roles: { ...answeringRoles, director: 'all', admin: 'all' }, kinds: ['import'] },
  example: { feedbackId, productOwnerId: 'yu.fei', reason: '屬於顯示模組' },
})
export class ReassignProductFeedback extends ProductFeedbackCommand {
  @Equals('ReassignProductFeedback') @IsOptional() readonly type = 'ReassignProductFeedback' as const;
  @Matches(code) readonly productOwnerId!: string;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** The product owner's answer, once; refuses `not-the-product-owner`, `feedback-already-answered`, `feedback-closed`. */
@Operation({
  zh: '答覆產品反饋',
  en: 'Answer product feedback',
  allow: { roles: answeringRoles, kinds: ['import'] },
  example: { feedbackId, outcome: 'planned', answer: '下一版改用高亮面板', plannedFor: '2026-12-31' },
})
export class AnswerProductFeedback extends ProductFeedbackCommand {
  @Equals('AnswerProductFeedback') @IsOptional() readonly type = 'AnswerProductFeedback' as const;
  @IsIn(feedbackOutcomes) readonly outcome!: FeedbackOutcome;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly answer!: string;
  /** Only of what is planned. */
  @IsOptional() @IsDay() readonly plannedFor?: Day;
}

/** The seller has told the customer; refuses `feedback-not-answered`, `informed-in-the-future`, `customer-already-informed`. */
@Operation({
  zh: '記錄已告知客戶',
  en: 'Record that the customer was informed',
  allow: sellers,
  example: { feedbackId, informedOn: '2026-05-20', note: '電話告知' },
})
export class InformCustomerOfAnswer extends ProductFeedbackCommand {
  @Equals('InformCustomerOfAnswer') @IsOptional() readonly type = 'InformCustomerOfAnswer' as const;
  @IsDay() readonly informedOn!: Day;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly note?: string;
}

/** Ends an item; before the customer knows the answer only with a reason (`customer-not-informed`). */
@Operation({ zh: '關閉產品反饋', en: 'Close product feedback', allow: sellers, example: { feedbackId } })
export class CloseProductFeedback extends ProductFeedbackCommand {
  @Equals('CloseProductFeedback') @IsOptional() readonly type = 'CloseProductFeedback' as const;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason?: string;
}

/** Gives the part of who has left on: a seller's to their superior, a product owner's as if it came today. */
@Operation({
  zh: '交接產品反饋',
  en: 'Hand product feedback over',
  allow: { roles: {}, kinds: ['process'] },
  example: { feedbackId, from: 'qin.tao', position: 4711 },
})
export class HandOverProductFeedback extends ProductFeedbackCommand {
  @Equals('HandOverProductFeedback') @IsOptional() readonly type = 'HandOverProductFeedback' as const;
  @Matches(code) readonly from!: string;
  /** Of the fact of the staff log that asks for it. */
  @IsInt() @Min(0) readonly position!: number;
}

/** The single registry of what can be asked of product feedback. */
export const productFeedbackCommands = [
  SubmitProductFeedback,
  ReassignProductFeedback,
  AnswerProductFeedback,
  InformCustomerOfAnswer,
  CloseProductFeedback,
  HandOverProductFeedback,
] as const;
export type AnyProductFeedbackCommand = InstanceType<(typeof productFeedbackCommands)[number]>;
