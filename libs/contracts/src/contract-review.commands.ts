import { Operation, roles, type Permission, type Role } from '@dealtrail/event-sourcing';
import { code } from '@dealtrail/staff';
import {
  ArrayMaxSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { ContractCommand, drafters } from './contract-draft.commands.js';
import type { StepId } from './contract.events.js';

const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
const stepId = /^(legal|finance|director|added-[1-9]\d?)$/;

/** Whoever a step of the round is assigned to, whatever their post; auditors only read. */
export const reviewers = Object.fromEntries(
  roles.filter((role) => role !== 'auditor').map((role) => [role, 'assigned']),
) as Readonly<Record<Exclude<Role, 'auditor'>, 'assigned'>>;

const allow: Permission = { roles: reviewers, kinds: ['import'] };

/** What a reviewer does in one round; `step` is needed only by who holds several. */
export abstract class ReviewCommand extends ContractCommand {
  @IsInt() @Min(1) readonly round!: number;
  @IsOptional() @Matches(stepId) readonly step?: StepId;
}

/** Needs every mandatory check of a department (R065: `checks-missing`); the last approval approves the contract. */
@Operation({
  zh: '審核通過',
  en: 'Approve a contract',
  allow,
  example: { contractId, round: 1, checks: ['payment-terms', 'breach-liability'], comment: '條款清楚' },
})
export class ApproveContract extends ReviewCommand {
  @Equals('ApproveContract') @IsOptional() readonly type = 'ApproveContract' as const;
  /** What was looked at; departments confirm all that the policy names. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsString({ each: true }) readonly checks?: string[];
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly comment?: string;
}

/** Sends it back for revision; ends the round for all departments. */
@Operation({
  zh: '退回修改',
  en: 'Return a contract',
  allow,
  example: { contractId, round: 1, reason: '付款條款與報價不一致' },
})
export class ReturnContract extends ReviewCommand {
  @Equals('ReturnContract') @IsOptional() readonly type = 'ReturnContract' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Says no; ends the round, and the same content is not taken again. */
@Operation({
  zh: '駁回合同',
  en: 'Reject a contract',
  allow,
  example: { contractId, round: 1, reason: '違約責任不可接受' },
})
export class RejectContract extends ReviewCommand {
  @Equals('RejectContract') @IsOptional() readonly type = 'RejectContract' as const;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** Gives an open step to a colleague who may hold it; an admin or director may do so for others. */
@Operation({
  zh: '轉交審核',
  en: 'Delegate a review',
  allow: { roles: { ...reviewers, admin: 'all', director: 'all' }, people: true },
  example: { contractId, round: 1, step: 'legal', to: 'luo.wen', reason: '利益衝突' },
})
export class DelegateContractReview extends ReviewCommand {
  @Equals('DelegateContractReview') @IsOptional() readonly type = 'DelegateContractReview' as const;
  @Matches(code) readonly to!: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason?: string;
}

/** 加簽: asks one more person; the round is complete only with their approval. Who was added may add others. */
@Operation({
  zh: '加簽審核人',
  en: 'Add a reviewer',
  allow: { roles: reviewers },
  example: { contractId, round: 1, reviewerId: 'qin.tao', reason: '技術條款' },
})
export class AddContractReviewer extends ReviewCommand {
  @Equals('AddContractReviewer') @IsOptional() readonly type = 'AddContractReviewer' as const;
  @Matches(code) readonly reviewerId!: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason?: string;
}

/** A word to the contract, kept over all rounds; an id of its own, so that the same words may be said twice. */
@Operation({
  zh: '合同備註',
  en: 'Comment on a contract',
  allow: { roles: { ...reviewers, ...drafters }, kinds: ['import'], assigned: true },
  example: { contractId, commentId: 'b3f0f4d6-3a52-4d5c-8f43-0a4f0d3c7a11', text: '請補充驗收標準' },
})
export class CommentContract extends ContractCommand {
  @Equals('CommentContract') @IsOptional() readonly type = 'CommentContract' as const;
  @IsUUID() readonly commentId!: string;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly text!: string;
}
