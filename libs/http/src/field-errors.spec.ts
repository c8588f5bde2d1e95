import { Matches, validateSync } from 'class-validator';
import { fieldErrors } from './field-errors.js';

class Letter {
  @Matches(/\S/) readonly text: string = '';
  @Matches(/^[A-Z]{2}$/) readonly country: string = '';
}

it('says of a blank text that it is blank, and of any other form what it must be', () => {
  const letter = Object.assign(new Letter(), { text: ' \n', country: 'x' });
  expect(fieldErrors(validateSync(letter))).toEqual([
    { field: 'text', code: 'wrong-form', message: 'must not be blank' },
    { field: 'country', code: 'wrong-form', message: 'country must match /^[A-Z]{2}$/ regular expression' },
  ]);
});
