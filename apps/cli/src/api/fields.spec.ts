import { Misuse } from '../failure.js';
import { assignment, fieldsFrom } from './fields.js';
import { findOperation } from './openapi.js';
import { sampleDocument } from './sample-document.js';

const winDeal = findOperation(sampleDocument, 'WinDeal', 'command');
const fields = (...texts: string[]) => fieldsFrom(sampleDocument, winDeal.inBody, texts.map(assignment));
const misuse = (...texts: string[]): Misuse => {
  try {
    fields(...texts);
  } catch (error) {
    if (error instanceof Misuse) return error;
  }
  throw new Error(`${texts.join(' ')} was accepted`);
};

describe('fields of the command line', () => {
  it.each([
    ['wonOn=2017-03-01', { wonOn: '2017-03-01' }],
    ['wonOn=1054', { wonOn: '1054' }],
    ['wonOn=a=b', { wonOn: 'a=b' }],
    ['wonOn=', { wonOn: '' }],
    ['share=0.25', { share: 0.25 }],
    ['share=-3', { share: -3 }],
    ['urgent=true', { urgent: true }],
    ['kind=repeat', { kind: 'repeat' }],
    ['tags=a,b', { tags: ['a', 'b'] }],
    ['tags=', { tags: [] }],
    ['tags:=["a,b"]', { tags: ['a,b'] }],
    ['amount=1054.5 USD', { amount: { amount: 105450, currency: 'USD' } }],
    ['amount:={"amount":1,"currency":"USD"}', { amount: { amount: 1, currency: 'USD' } }],
  ])('reads %s', (text, expected) => expect(fields(text)).toEqual(expected));

  it('reaches into objects through references and alternatives', () =>
    expect(fields('amount.amount=105400', 'amount.currency=USD')).toEqual({
      amount: { amount: 105400, currency: 'USD' },
    }));

  it('makes a list of a list field given twice', () =>
    expect(fields('tags=a', 'tags=b,c')).toEqual({ tags: ['a', 'b', 'c'] }));

  it.each([
    ['wonOn', 'is not field=value'],
    ['=x', 'is not field=value'],
    ['share=many', 'is a number'],
    ['share=', 'is a number'],
    ['share=Infinity', 'is a number'],
    ['amount.amount=1.5', 'is a whole number'],
    ['urgent=yes', 'is true or false'],
    ['kind=old', 'cannot be "old"'],
    ['amount=5', 'is an amount of money'],
    ['amount=1.005 USD', 'is an amount of money'],
    ['place=here', 'is an object'],
    ['tags:=[', 'needs JSON'],
    ['constructor=x', 'There is no field constructor'],
    ['__proto__.x=1', 'There is no field __proto__'],
  ])('refuses %s', (text, message) => expect(misuse(text).message).toContain(message));

  it('refuses a field given twice', () => expect(misuse('wonOn=a', 'wonOn=b').message).toContain('given twice'));

  it('suggests the field that was meant', () => {
    expect(misuse('wonOm=x').hint).toBe('Did you mean wonOn?');
    expect(misuse('amount.curency=USD').hint).toBe('Did you mean amount.currency?');
    expect(misuse('zzzzzzzzz=1').hint).toContain('Known here: type, amount');
  });
});
