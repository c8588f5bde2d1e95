import { IsDay, type Day } from '@dealtrail/calendar';
import { plainName } from '@dealtrail/files';
import { MoneyInput } from '@dealtrail/money';
import { Type } from 'class-transformer';
import {
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsNotEmpty,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import type { AttachedFile, LineQuantity, OrderLine } from './order.events.js';

/** People's own word for a line, e.g. `1`. */
export const lineIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A product category, as the policy on documents names it. */
export const categoryPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const isSource = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length <= 40 &&
  Object.entries(value).every(([key, text]) => key.length <= 64 && typeof text === 'string' && text.length <= 500);

/** What the source of an import said besides: up to 40 texts by name. */
export const IsSource = (): PropertyDecorator => (target, property) => {
  IsObject()(target, property as string);
  ValidateBy({
    name: 'isSource',
    validator: { validate: isSource, defaultMessage: () => '$property must be up to 40 texts by name' },
  })(target, property as string);
};

/** A line of an order as a client sends it. */
export class OrderLineInput implements OrderLine {
  @Matches(lineIdPattern) readonly lineId!: string;
  @IsString() @Matches(/\S/) @MaxLength(500) readonly description!: string;
  @IsOptional() @Matches(categoryPattern) @MaxLength(64) readonly category?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(64) readonly productId?: string;
  @IsInt() @Min(1) @Max(1_000_000_000) readonly quantity!: number;
  /** Of the whole line. */
  @ValidateNested() @Type(() => MoneyInput) readonly value!: MoneyInput;
  /** What an import's source says of it besides, word for word. */
  @IsOptional() @IsSource() readonly source?: Record<string, string>;
}

/** So much of a line, as a client sends it. */
export class LineQuantityInput implements LineQuantity {
  @Matches(lineIdPattern) readonly lineId!: string;
  @IsInt() @Min(1) @Max(1_000_000_000) readonly quantity!: number;
  @IsOptional() @IsDay() readonly promisedOn?: Day;
}

/** A file that has been uploaded before: what the upload answered. */
export class AttachedFileInput implements AttachedFile {
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 in lower-case hex' }) readonly sha256!: string;
  @Matches(plainName, { message: '$property must be the name of a file' }) @MaxLength(255) readonly name!: string;
  /** Downloads say it in a header. */
  @Matches(/^[\w.+-]+\/[\w.+-]+$/, { message: '$property must be a media type' })
  @MaxLength(100)
  readonly type!: string;
  @IsInt() @Min(0) @Max(1_000_000_000_000) readonly size!: number;
}
