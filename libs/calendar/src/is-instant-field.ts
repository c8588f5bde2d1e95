import { IsISO8601, Matches } from 'class-validator';

/** Instants have one form, so that they compare as texts. */
const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Validates a field as an instant that exists, UTC with milliseconds. */
export const IsInstant = (): PropertyDecorator => (target, property) => {
  Matches(utc, { message: 'must be a UTC instant with milliseconds' })(target, property as string);
  IsISO8601({ strict: true })(target, property as string);
};
