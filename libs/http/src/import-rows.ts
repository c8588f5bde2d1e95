import { Operation, type Actor } from '@dealtrail/event-sourcing';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';

/** One step of one source row as a command; what is wrong with it is said in its result and stops only its row. */
export class ImportItem {
  /** Of the source, stable over repeated imports. */
  @IsString() @MinLength(1) @MaxLength(200) readonly row!: string;
  /** Names the step within its row, e.g. `register`. */
  @IsString() @MinLength(1) @MaxLength(100) readonly step!: string;
  /** A command's `type` and fields. */
  @IsObject() readonly command!: Record<string, unknown>;
  /** When the source says it happened; now when left out. */
  @IsOptional() @IsString() @MaxLength(40) readonly occurredAt?: string;
}

@Operation({
  zh: '匯入資料列',
  en: 'Import rows',
  allow: { roles: { admin: 'all', salesSupport: 'all' } },
  example: {
    mapping: 'crm-pipeline',
    items: [
      {
        row: '1C1I7A6R',
        step: 'register',
        occurredAt: '2016-10-20T00:00:00.000Z',
        command: { type: 'RegisterCustomer', name: 'Cancity' },
      },
    ],
  },
})
export class ImportRows {
  @Allow() readonly metadata!: { readonly actor: Actor; readonly correlationId: string; readonly occurredAt: string };
  /** The mapping that read the source; together with row and step it names each command for ever. */
  @Matches(/^[a-z][a-z0-9-]{0,49}$/) readonly mapping!: string;
  /** Says what would be refused for its shape or permission; writes nothing. */
  @IsOptional() @IsBoolean() readonly dryRun?: boolean;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => ImportItem)
  readonly items!: ImportItem[];
}
