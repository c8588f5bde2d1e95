import { ArrayMaxSize, Allow, IsArray, IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Operation, rowsOf, type Actor } from '@dealtrail/event-sourcing';
import type { Rebuild } from '@dealtrail/read-store';

const operators = { roles: { admin: 'all' } } as const;
const readers = { roles: { admin: 'all', auditor: 'all' } } as const;

/** What an operator asks of the machinery, not of the business: it leaves no event. */
abstract class UpkeepQuestion {
  @Allow() readonly metadata!: { readonly actor: Actor };
}

@Operation({
  zh: '核對流程',
  en: 'Make the running processes equal to the log',
  allow: operators,
  example: { dryRun: true },
})
export class Reconcile extends UpkeepQuestion {
  /** Only says what it would do. */
  @IsOptional() @IsBoolean() readonly dryRun?: boolean;
}

@Operation({
  zh: '重建報表',
  en: 'Rebuild read models from the log',
  allow: operators,
  example: { projections: ['dealRegister'] },
})
export class RebuildReadModels extends UpkeepQuestion {
  /** Names; all when left out. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  readonly projections?: string[];
}

@Operation({
  zh: '重建進度',
  en: 'How far rebuilds are',
  allow: readers,
  example: {},
  rows: rowsOf<Rebuild & { readonly projection: string }>('items')([
    'id',
    'projection',
    'table',
    'state',
    'position',
    'head',
    'requestedBy',
    'requestedAt',
    'finishedAt',
  ]),
})
export class RebuildProgress extends UpkeepQuestion {}

@Operation({ zh: '擱置的事件', en: 'Events that were set aside', allow: readers, example: {} })
export class ParkedEvents extends UpkeepQuestion {}

@Operation({ zh: '重試擱置的事件', en: 'Try everything that was set aside again', allow: operators, example: {} })
export class RetryParkedEvents extends UpkeepQuestion {}
