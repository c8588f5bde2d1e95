import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { DomainError, LogCorrupted, Unavailable } from '@dealtrail/event-sourcing';
import { causeOf, isOutage } from './outage.js';

const grpc = (code: number) => Object.assign(new Error('rpc'), { code, details: '', metadata: {} });
const coded = (code: string) => Object.assign(new Error('pg'), { code });

describe('what is waited out', () => {
  it.each([
    new Unavailable('known-behind', 'behind'),
    new ServiceError('away', { cause: grpc(14) }),
    new ServiceError('too slow', { cause: grpc(4) }),
    coded('57P01'),
    coded('ECONNREFUSED'),
    new Error('Connection terminated unexpectedly'),
  ])('%p', (error) => expect(isOutage(error)).toBe(true));
});

describe('what is not', () => {
  it.each([
    new DomainError('deal-not-open'),
    new LogCorrupted('a hole'),
    new ServiceError('bad request', { cause: grpc(3) }),
    new WorkflowNotFoundError('gone', 'w', undefined),
    coded('23505'),
    new TypeError('undefined is not a function'),
    'a text',
    undefined,
  ])('%p', (error) => expect(isOutage(error)).toBe(false));

  it('is said in one line', () => expect(causeOf(new TypeError('no such thing'))).toBe('TypeError: no such thing'));
});
