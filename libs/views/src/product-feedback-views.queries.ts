import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { ShownFeedback } from './product-feedback-views.handlers.js';
import {
  feedbackKinds,
  feedbackOutcomes,
  feedbackReaders,
  feedbackStates,
  type FeedbackKind,
  type FeedbackOutcome,
  type FeedbackState,
} from './product-feedback-words.js';

const allow = { roles: feedbackReaders };

/** Items in reach or to be answered by who asks; sorted by `submittedAt`, `answeredAt` or `number`. */
@Operation({
  zh: '產品反饋名冊',
  en: 'Product feedback register',
  allow,
  example: { state: 'submitted', productOwnerId: 'qin.tao' },
  rows: rowsOf<ShownFeedback>('items')([
    'feedbackId',
    'number',
    'state',
    'customerId',
    'customerName',
    'dealId',
    'contractId',
    'orderId',
    'productId',
    'productName',
    'kind',
    'text',
    'ownerId',
    'ownerName',
    'productOwnerId',
    'productOwnerName',
    'via',
    'submittedBy',
    'submittedAt',
    'outcome',
    'answer',
    'plannedFor',
    'answeredBy',
    'answeredAt',
    'informedOn',
    'informedBy',
    'informedNote',
    'closedAt',
    'closedFor',
    'revision',
    'lastPosition',
  ]),
})
export class ProductFeedbackRegister extends ListQuestion {
  @IsOptional() @IsIn(feedbackStates) readonly state?: FeedbackState;
  @IsOptional() @IsIn(feedbackKinds) readonly kind?: FeedbackKind;
  @IsOptional() @IsIn(feedbackOutcomes) readonly outcome?: FeedbackOutcome;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @Matches(code) readonly productOwnerId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  /** Days it was submitted, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
}

/** One item with all that became of it; refuses `feedback-not-found`, `out-of-reach`. */
@Operation({
  zh: '產品反饋詳情',
  en: 'One item of product feedback',
  allow,
  example: { feedbackId: '4b1d7c2e-9f3a-4e5d-8c6b-0a1f2e3d4c5b' },
})
export class ProductFeedbackPage extends Question {
  @IsUUID() readonly feedbackId!: string;
}
