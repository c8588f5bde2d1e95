import { operationOf, type OperationClass } from '@dealtrail/event-sourcing';
import { caseCommands, caseQueries, caseRecurrenceCommands, servicePromiseCommands } from '@dealtrail/cases';
import { contractCommands, contractQueries } from '@dealtrail/contracts';
import { customerCommands, customerQueries } from '@dealtrail/customers';
import { dealCommands, dealQueries } from '@dealtrail/deals';
import { orderCommands, orderQueries } from '@dealtrail/orders';
import { paymentQueries, receivableCommands } from '@dealtrail/payments';
import { productFeedbackCommands, productFeedbackQueries } from '@dealtrail/product-feedback';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CaseClock } from './case-views.queries.js';
import { viewQueries } from './views.registry.js';

type MessageClass = OperationClass & (new () => object);
const classes: readonly MessageClass[] = [
  ...customerCommands,
  ...customerQueries,
  ...dealCommands,
  ...dealQueries,
  ...contractCommands,
  ...contractQueries,
  ...orderCommands,
  ...orderQueries,
  ...receivableCommands,
  ...paymentQueries,
  ...productFeedbackCommands,
  ...productFeedbackQueries,
  ...caseCommands,
  ...caseQueries,
  ...servicePromiseCommands,
  ...caseRecurrenceCommands,
  ...viewQueries,
];

describe('messages', () => {
  it.each(classes.map((type) => [type.name, type] as const))('%s has titles and an example that works', (_, type) => {
    const { creates, example, zh, en } = operationOf(type) ?? { example: {}, zh: '', en: '' };
    const made = creates ? { [creates]: '7c9e6679-7425-40de-944b-e07fc1f90ae7' } : {};
    const message = plainToInstance(type, { ...made, ...example });
    expect(validateSync(message, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
    expect([zh, en].every((title) => title.length > 2)).toBe(true);
  });
  it('ask for every clock that the page of a case shows, also for the one nobody is late with', () => {
    const problems = (clock: string) =>
      validateSync(plainToInstance(CaseClock, { caseId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', clock })).length;
    expect(['closing', 'stage/handling/2', 'sync/3', 'silence'].map(problems)).toEqual([0, 0, 0, 0]);
    expect(['silence/1', 'sync/0'].map(problems)).toEqual([1, 1]);
  });
  it('have names of their own', () => expect(new Set(classes.map(({ name }) => name)).size).toBe(classes.length));
});
