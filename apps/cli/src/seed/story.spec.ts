import { caseCommands, servicePromiseCommands } from '@dealtrail/cases';
import { contractCommands } from '@dealtrail/contracts';
import { customerCommands } from '@dealtrail/customers';
import { dealCommands } from '@dealtrail/deals';
import type { OperationClass } from '@dealtrail/event-sourcing';
import { orderCommands } from '@dealtrail/orders';
import { receivableCommands } from '@dealtrail/payments';
import { productFeedbackCommands } from '@dealtrail/product-feedback';
import { personCommands } from '@dealtrail/staff';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { people } from './company.js';
import { contractId, story } from './story.js';
import { named, type StoryStep } from './story-step.js';

type CommandClass = OperationClass & (new () => object);
const classes = new Map(
  (
    [
      ...personCommands,
      ...customerCommands,
      ...dealCommands,
      ...contractCommands,
      ...orderCommands,
      ...receivableCommands,
      ...productFeedbackCommands,
      ...caseCommands,
      ...servicePromiseCommands,
    ] as readonly CommandClass[]
  ).map((type) => [type.name, type]),
);

const registeredAt = '2026-03-02T15:59:59.000Z'; // a second before midnight in Shanghai
const placedAt = '2026-03-02T16:00:01.000Z';

/** All that is told when these instants are on record. */
async function told(): Promise<readonly StoryStep[]> {
  const steps: StoryStep[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    DealPage: { registeredAt },
    OrderPage: { happened: [{ at: placedAt }] },
  };
  await story({
    tell: (more) => Promise.resolve(void steps.push(...more)),
    ask: <T>(_as: string, query: string) => Promise.resolve(answers[query] as T),
  });
  return steps;
}

const fieldsOf = (steps: readonly StoryStep[], command: string) =>
  steps.filter((step) => step.command === command).map(({ fields }) => fields);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

interface Drafted {
  readonly amount: { readonly amount: number };
  readonly orderPlan: readonly {
    readonly lines: readonly { readonly value: { readonly amount: number } }[];
    readonly deliveries: readonly { readonly scheduledOn: string }[];
  }[];
  readonly paymentPlan: readonly { readonly amount: number }[];
}

describe('the story of the seed', () => {
  afterEach(() => jest.useRealTimers());

  it('is the same whenever it is told again', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-03-02T16:00:02.000Z') });
    const first = await told();
    jest.setSystemTime(Date.parse('2027-09-09T09:09:09.000Z'));
    expect(await told()).toEqual(first);
  });

  it('sends valid commands only, as people of the company', async () => {
    const known = new Set(['admin', ...people.map(({ staffId }) => staffId)]);
    for (const { as, command, fields } of await told()) {
      const type = classes.get(command);
      const message = type && plainToInstance(type, fields);
      const errors = message && validateSync(message, { whitelist: true, forbidNonWhitelisted: true });
      expect({ as, command, errors }).toEqual({ as, command, errors: [] });
      expect(known).toContain(as);
    }
  });

  it('uploads the very file that the command after it refers to', async () => {
    for (const { file, fields } of await told()) {
      if (file) expect([fields['text'], fields['file']]).toContainEqual(named(file));
    }
  });

  it('signs for plans that come to the amount of the contract', async () => {
    const [draft] = fieldsOf(await told(), 'DraftContract') as unknown as readonly Drafted[];
    expect(sum(draft?.paymentPlan.map(({ amount }) => amount) ?? [])).toBe(draft?.amount.amount);
    expect(sum(draft?.orderPlan.flatMap(({ lines }) => lines.map(({ value }) => value.amount)) ?? [])).toBe(
      draft?.amount.amount,
    );
  });

  it('confirms the day that the contract promised, across midnight too, and before that is due', async () => {
    const steps = await told();
    const [draft] = fieldsOf(steps, 'DraftContract') as unknown as readonly Drafted[];
    const promised = draft?.orderPlan[0]?.deliveries.map(({ scheduledOn }) => scheduledOn);
    expect(promised).toEqual(['2026-03-07', '2026-03-22']);
    expect(fieldsOf(steps, 'ConfirmDelivery')).toMatchObject([{ delivery: 1, scheduledOn: '2026-03-07' }]);
    expect(fieldsOf(steps, 'RescheduleDelivery')).toMatchObject([{ delivery: 2, scheduledOn: '2026-03-27' }]);
    expect(fieldsOf(steps, 'RecordReceipt')).toMatchObject([{ contractId, receivedOn: '2026-03-02' }]);
  });
});
