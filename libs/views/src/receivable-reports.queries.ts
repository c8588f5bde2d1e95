import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { AgeingGroup, CollectionGroup } from './receivable-reports.js';
import { receivableReaders } from './receivable-words.js';

export const ageingGroupings = ['owner', 'team', 'customer', 'currency'] as const;
export type AgeingGrouping = (typeof ageingGroupings)[number];
export const collectionGroupings = ['owner', 'team', 'customer', 'month', 'currency'] as const;
export type CollectionGrouping = (typeof collectionGroupings)[number];

const currency = /^[A-Z]{3}$/;
const allow = { roles: receivableReaders };

/** What may narrow both reports. */
abstract class ReceivableReport extends Question {
  @IsOptional() @Matches(currency) readonly currency?: string;
  @IsOptional() @Matches(code) readonly ownerId?: string;
  @IsOptional() @IsUUID() readonly customerId?: string;
}

/**
 * What is open of the instalments in reach, by how many days it is overdue in Shanghai when it is asked, or was by `asOf`. What is
 * due on the day itself is not overdue. A row for each group and currency; by team: of the owner.
 */
@Operation({
  zh: '應收賬齡',
  en: 'Ageing of receivables',
  allow,
  example: { groupBy: 'owner', asOf: '2026-11-01T00:00:00Z' },
  rows: rowsOf<AgeingGroup>('groups')([
    'key',
    'label',
    'currency',
    'instalments',
    'notDue',
    'days1to30',
    'days31to60',
    'days61to90',
    'over90',
    'overdue',
    'open',
  ]),
})
export class Ageing extends ReceivableReport {
  @IsIn(ageingGroupings) readonly groupBy!: AgeingGrouping;
}

/**
 * 回款率 (R080, R138): of the instalments due by the day it is asked, or by `asOf`, what was due and what of that had come in. What was
 * paid before it was due counts when it is due; a credit counts nowhere; what was written off stays due. By month: of the due day.
 */
@Operation({
  zh: '回款率',
  en: 'Collection rate',
  allow,
  example: { groupBy: 'month', from: '2026-01-01', to: '2026-12-31', currency: 'CNY' },
  rows: rowsOf<CollectionGroup>('groups')([
    'key',
    'label',
    'currency',
    'instalments',
    'due',
    'received',
    'writtenOff',
    'open',
    'rate',
  ]),
})
export class CollectionRate extends ReceivableReport {
  @IsIn(collectionGroupings) readonly groupBy!: CollectionGrouping;
  /** Due days, both included. */
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly to?: Day;
}
