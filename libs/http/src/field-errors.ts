import type { FieldError } from '@dealtrail/event-sourcing';
import type { ValidationError } from 'class-validator';
import { fieldPath } from './hostile-input.js';

/** class-validator's constraint names as codes that state the fact; others appear in kebab case. */
const codes: Readonly<Record<string, string>> = {
  arrayMaxSize: 'too-many',
  arrayMinSize: 'too-few',
  arrayNotEmpty: 'too-few',
  arrayUnique: 'not-unique',
  equals: 'not-equal',
  isArray: 'not-a-list',
  isBoolean: 'not-a-boolean',
  isDateString: 'not-a-date',
  isEnum: 'not-one-of',
  isIn: 'not-one-of',
  isInt: 'not-an-integer',
  isIso8601: 'not-a-date',
  isNotEmpty: 'missing',
  isNumber: 'not-a-number',
  isNumberString: 'not-a-number',
  isObject: 'not-an-object',
  isPositive: 'too-small',
  isString: 'not-text',
  isUuid: 'not-a-uuid',
  matches: 'wrong-form',
  max: 'too-large',
  maxLength: 'too-long',
  min: 'too-small',
  minLength: 'too-short',
  nestedValidation: 'not-an-object',
};

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What the pattern of a text that must say something means to who left it blank. */
const inWords = (message: string): string =>
  message.endsWith(' must match /\\S/ regular expression') ? 'must not be blank' : message;

/** All that class-validator found, one entry per field and constraint; what is not there is only `missing`. */
export function fieldErrors(found: readonly ValidationError[], parent = '', inList = false): FieldError[] {
  return found.flatMap(({ property, value, constraints, children }) => {
    const field = inList ? `${parent}[${property}]` : fieldPath(parent, property);
    const own =
      constraints && (value === undefined || value === null)
        ? [{ field, code: 'missing', message: 'must be given' }]
        : Object.entries(constraints ?? {}).map(([name, message]) => ({
            field,
            code: codes[name] ?? kebab(name),
            message: inWords(message),
          }));
    return [...own, ...fieldErrors(children ?? [], field, Array.isArray(value))];
  });
}
