import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { Allow, ArrayMaxSize, ArrayMinSize, IsArray, IsObject } from 'class-validator';
import { reviewers } from './contract-review.commands.js';

/**
 * Decides many contracts in one request, each by a command of its own: what is wrong with one, and the rule that refuses it,
 * is said in its result and stops no other. With the same `Idempotency-Key` each is decided once.
 */
@Operation({
  zh: '批量審批合同',
  en: 'Decide contracts',
  allow: { roles: reviewers },
  example: {
    items: [
      {
        contractId: '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e',
        round: 1,
        decision: 'approve',
        checks: ['payment-terms', 'breach-liability'],
        comment: '條款清楚',
      },
      { contractId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', round: 2, decision: 'return', reason: '付款條款不一致' },
    ],
  },
})
export class DecideContracts {
  @Allow() readonly metadata!: CommandMetadata;
  /** Each `contractId`, `round`, `step`, `decision` (`approve`, `return` or `reject`) and the fields of that command. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  readonly items!: Record<string, unknown>[];
}
