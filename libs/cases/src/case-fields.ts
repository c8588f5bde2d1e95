import { IsObject, Matches, MaxLength, IsOptional, IsString, ValidateBy } from 'class-validator';
import type { CaseCause } from './case.events.js';

/** A cause, as the policy on cases names it. */
export const categoryPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A text that says something. */
export const IsText =
  (most: number): PropertyDecorator =>
  (target, property) => {
    IsString()(target, property as string);
    Matches(/\S/)(target, property as string);
    MaxLength(most)(target, property as string);
  };

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

/** A cause as a client sends it. */
export class CaseCauseInput implements CaseCause {
  /** One of the policy's (`cause-unknown`). */
  @Matches(categoryPattern) @MaxLength(64) readonly category!: string;
  @IsOptional() @IsText(5000) readonly rootCause?: string;
  @IsText(5000) readonly prevention!: string;
}
