import { Matches, ValidateBy } from 'class-validator';
import { isDay } from './calendar.js';

/** Validates a field as a day that exists, `YYYY-MM-DD`. */
export const IsDay = (): PropertyDecorator => (target, property) => {
  Matches(/^\d{4}-\d{2}-\d{2}$/, { message: '$property must be a day as YYYY-MM-DD' })(target, property as string);
  ValidateBy({
    name: 'isDay',
    validator: { validate: isDay, defaultMessage: () => '$property must be a day that exists' },
  })(target, property);
};
