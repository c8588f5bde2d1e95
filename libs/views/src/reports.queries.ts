import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { AgeBracket } from './age-brackets.js';
import { readers } from './deal-views.queries.js';
import type { PipelineGroup } from './pipeline-report.js';

export const pipelineGroupings = ['quarter', 'office', 'manager', 'owner', 'product', 'stage'] as const;
export type PipelineGrouping = (typeof pipelineGroupings)[number];

const currency = /^[A-Z]{3}$/;

/**
 * Counts, amounts and win rate of the deals in reach. By quarter: of closing. Office is the owner's region, manager the head of
 * the owner's team. With `from` or `to` only deals closed on those days count, with `currency` only deals valued in it.
 */
@Operation({
  zh: '銷售漏斗報表',
  en: 'Pipeline report',
  allow: { roles: readers },
  example: { groupBy: 'quarter', from: '2017-01-01', to: '2017-12-31' },
  rows: rowsOf<PipelineGroup>('groups')(['key', 'label', 'deals', 'open', 'won', 'lost', 'winRate', 'amounts']),
})
export class PipelineReport extends Question {
  @IsIn(pipelineGroupings) readonly groupBy!: PipelineGrouping;
  /** Closing days, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
  @IsOptional() @Matches(currency) readonly currency?: string;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  /** The id of a region. */
  @IsOptional() @Matches(code) readonly office?: string;
}

/** How old the open deals in reach are, in brackets of days, with what they are expected to bring. */
@Operation({
  zh: '未結商機賬齡',
  en: 'Open deals by age',
  allow: { roles: readers },
  example: {},
  rows: rowsOf<AgeBracket>('brackets')(['fromDays', 'toDays', 'deals', 'overdue', 'amounts']),
})
export class OpenDealsByAge extends Question {
  @IsOptional() @Matches(code) readonly ownerId?: string;
}
