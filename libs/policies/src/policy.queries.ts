import { Operation, projectedRows, type Instant } from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { everybody } from '@dealtrail/staff';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { policyKindIds, type PolicyKindId } from './kinds/policy-kinds.js';
import { policyRegister } from './policy-register.projection.js';

@Operation({
  zh: '政策登記',
  en: 'Published policies',
  allow: everybody,
  example: { kind: 'follow-up' },
  rows: projectedRows(policyRegister),
})
export class PolicyRegister extends ListQuestion {
  @IsOptional() @IsIn(policyKindIds) readonly kind?: PolicyKindId;
}

/** The version that decides what happens at `at`; left out, when it is asked. */
@Operation({
  zh: '現行政策',
  en: 'The policy in force at an instant',
  allow: everybody,
  example: { kind: 'follow-up', at: '2026-11-23T06:00:00.000Z' },
})
export class PolicyInForce extends Question {
  @IsIn(policyKindIds) readonly kind!: PolicyKindId;
  @IsOptional()
  @IsInstant()
  readonly at?: Instant;
}

/** What a published version changed against the one before it, field by field. */
@Operation({
  zh: '政策變更',
  en: 'What a policy version changed',
  allow: everybody,
  example: { kind: 'follow-up', version: 2 },
})
export class PolicyChanges extends Question {
  @IsIn(policyKindIds) readonly kind!: PolicyKindId;
  @IsInt() @Min(1) @Max(1_000_000) readonly version!: number;
}

/** The open draft with what it would change. */
@Operation({
  zh: '政策草案',
  en: 'The open draft of a policy',
  allow: { roles: { admin: 'all', director: 'all', auditor: 'all' } },
  example: { kind: 'follow-up' },
})
export class PolicyDraft extends Question {
  @IsIn(policyKindIds) readonly kind!: PolicyKindId;
}
