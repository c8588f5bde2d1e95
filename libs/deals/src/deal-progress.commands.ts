import { Operation } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { MoneyInput } from '@dealtrail/money';
import { grades, type Grade } from '@dealtrail/policies';
import { sellingRoles } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import {
  Equals,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DealCommand, keepers } from './deal-record.commands.js';

const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const kebab = /^[a-z][a-z0-9-]{0,63}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Records what a gate asks for, e.g. the needs-analysis report; a newer note for the same key replaces the older. */
@Operation({
  zh: '登記商機憑證',
  en: 'Add evidence to a deal',
  allow: { roles: keepers, kinds: ['import'] },
  example: { dealId, key: 'needs-report', note: '需求分析報告 v2' },
})
export class AddDealEvidence extends DealCommand {
  @Equals('AddDealEvidence') @IsOptional() readonly type = 'AddDealEvidence' as const;
  @Matches(kebab) readonly key!: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(2000) readonly note?: string;
}

/** Forward in the funnel (R035, R037); refuses `unknown-stage`, `step-not-in-stage`, `stage-is-behind`, `gate-not-met`. */
@Operation({
  zh: '推進商機階段',
  en: 'Advance a deal',
  allow: { roles: sellingRoles, kinds: ['import'] },
  example: { dealId, stage: 'consideration', step: 'needs' },
})
export class AdvanceDeal extends DealCommand {
  @Equals('AdvanceDeal') @IsOptional() readonly type = 'AdvanceDeal' as const;
  @Matches(kebab) readonly stage!: string;
  @IsOptional() @Matches(kebab) readonly step?: string;
}

/** Back in the funnel, with the reason; no progress, so the follow-up clock goes on. Refuses `stage-is-ahead`. */
@Operation({
  zh: '退回商機階段',
  en: 'Move a deal back',
  allow: { roles: sellingRoles },
  example: { dealId, stage: 'interest', reason: '客戶更換決策人' },
})
export class MoveDealBack extends DealCommand {
  @Equals('MoveDealBack') @IsOptional() readonly type = 'MoveDealBack' as const;
  @Matches(kebab) readonly stage!: string;
  @IsOptional() @Matches(kebab) readonly step?: string;
  @IsString() @IsNotEmpty() @MaxLength(500) readonly reason!: string;
}

/** Grades or confirms the grade of a stale deal (R016, R020). */
@Operation({
  zh: '評定商機等級',
  en: 'Grade a deal',
  allow: { roles: sellingRoles, kinds: ['import', 'process'] },
  example: { dealId, grade: 'A', reason: '意向明確、規模大' },
})
export class GradeDeal extends DealCommand {
  @Equals('GradeDeal') @IsOptional() readonly type = 'GradeDeal' as const;
  @IsIn(grades) readonly grade!: Grade;
  @IsString() @IsNotEmpty() @MaxLength(500) readonly reason!: string;
  /** Where the log says so of the customer: of two gradings on their way the later stands. Processes only. */
  @IsOptional() @IsInt() @Min(0) readonly position?: number;
}

/** Refuses `won-in-the-future`, `won-before-registered`, `deal-already-won`, `deal-already-lost`; a process does so when its contract is signed. */
@Operation({
  zh: '商機贏單',
  en: 'Win a deal',
  allow: { roles: sellingRoles, kinds: ['import', 'process'] },
  example: { dealId, amount: { amount: 451400, currency: 'USD' } },
})
export class WinDeal extends DealCommand {
  @Equals('WinDeal') @IsOptional() readonly type = 'WinDeal' as const;
  @ValidateNested() @Type(() => MoneyInput) readonly amount!: MoneyInput;
  /** Default today. */
  @IsOptional() @IsDay() readonly wonOn?: Day;
}

/** The reason may be missing only in history; refuses `reason-missing`, `lost-in-the-future`, `lost-before-registered`. */
@Operation({
  zh: '商機輸單',
  en: 'Lose a deal',
  allow: { roles: sellingRoles, kinds: ['import'] },
  example: { dealId, reason: '價格高於競爭對手' },
})
export class LoseDeal extends DealCommand {
  @Equals('LoseDeal') @IsOptional() readonly type = 'LoseDeal' as const;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(500) readonly reason?: string;
  /** Default today. */
  @IsOptional() @IsDay() readonly lostOn?: Day;
}

/** A won or lost deal is open again, where it stood; refuses `deal-is-open`. */
@Operation({
  zh: '重開商機',
  en: 'Reopen a deal',
  allow: { roles: sellingRoles },
  example: { dealId, reason: '客戶重新立項' },
})
export class ReopenDeal extends DealCommand {
  @Equals('ReopenDeal') @IsOptional() readonly type = 'ReopenDeal' as const;
  @IsString() @IsNotEmpty() @MaxLength(500) readonly reason!: string;
}

/** Sent at the warning instant; leaves no trace when progress has moved the due instant or the deal is closed. */
@Operation({
  zh: '記錄商機即將停滯',
  en: 'Record that a deal is going stale',
  allow: { roles: {}, kinds: ['process'] },
  example: { dealId, dueAt: '2026-12-01T00:00:00.000Z' },
})
export class RecordDealGoingStale extends DealCommand {
  @Equals('RecordDealGoingStale') @IsOptional() readonly type = 'RecordDealGoingStale' as const;
  @Matches(instant) readonly dueAt!: string;
}

/** Sent at the due instant; as quiet as the warning when things have moved on. */
@Operation({
  zh: '記錄商機停滯',
  en: 'Record that a deal has gone stale',
  allow: { roles: {}, kinds: ['process'] },
  example: { dealId, dueAt: '2026-12-01T00:00:00.000Z' },
})
export class RecordDealGoneStale extends DealCommand {
  @Equals('RecordDealGoneStale') @IsOptional() readonly type = 'RecordDealGoneStale' as const;
  @Matches(instant) readonly dueAt!: string;
}
