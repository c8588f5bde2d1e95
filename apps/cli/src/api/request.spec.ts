import { Misuse } from '../failure.js';
import { assignment } from './fields.js';
import { findOperation, operationsOf } from './openapi.js';
import { requestFor } from './request.js';
import { sampleDocument } from './sample-document.js';

const winDeal = findOperation(sampleDocument, 'WinDeal', 'command');
const dealRegister = findOperation(sampleDocument, 'DealRegister', 'query');

describe('requests from the OpenAPI document', () => {
  it('puts path parameters into the address and the rest into the body', () =>
    expect(requestFor(sampleDocument, winDeal, ['dealId=a/b', 'wonOn=2017-03-01'].map(assignment))).toEqual({
      method: 'POST',
      path: '/deals/a%2Fb/win',
      body: { wonOn: '2017-03-01' },
    }));

  it('asks questions by query parameters', () =>
    expect(requestFor(sampleDocument, dealRegister, ['limit=20', 'stages=interest,decision'].map(assignment))).toEqual({
      method: 'GET',
      path: '/deals',
      query: { limit: 20, stages: ['interest', 'decision'] },
    }));

  it('lets what is typed win over the file', () =>
    expect(
      requestFor(sampleDocument, winDeal, [assignment('wonOn=2017-03-02')], {
        type: 'WinDeal',
        dealId: 'd',
        wonOn: '2017-03-01',
      }).body,
    ).toEqual({ type: 'WinDeal', wonOn: '2017-03-02' }));

  it('refuses before sending: an unknown field in a file, another command in a file, a missing part of the address', () => {
    expect(() => requestFor(sampleDocument, winDeal, [], { dealId: 'd', won: 1 })).toThrow('There is no field won');
    expect(() => requestFor(sampleDocument, winDeal, [], { dealId: 'd', type: 'LoseDeal' })).toThrow(
      'holds a LoseDeal',
    );
    expect(() => requestFor(sampleDocument, winDeal, [])).toThrow('WinDeal needs dealId=…');
  });

  it('suggests names, and keeps commands and queries apart', () => {
    const misuse = (name: string, kind: 'command' | 'query') => {
      try {
        return findOperation(sampleDocument, name, kind);
      } catch (error) {
        return error as Misuse;
      }
    };
    expect(misuse('WinDael', 'command')).toMatchObject({ hint: 'Did you mean WinDeal?' });
    expect(misuse('DealRegister', 'command')).toBeInstanceOf(Misuse);
  });

  it('offers only what can be sent as fields and answered in JSON: no contents, no headers of another protocol', () =>
    expect(operationsOf(sampleDocument).map(({ name }) => name)).toEqual(['WinDeal', 'DealTrail', 'DealRegister']));
});
