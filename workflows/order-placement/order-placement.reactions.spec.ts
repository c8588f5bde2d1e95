import { send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { ContractEvent, PlannedOrder } from '@dealtrail/contracts';
import { testKnown } from '@dealtrail/known/testing';
import type { PlaceOrder, ScheduleDelivery } from '@dealtrail/orders';
import { contractId, dealOfContract } from '../testing/contract-story.js';
import { orderPlacementReactions, plannedOrderId } from './order-placement.reactions.js';

const when = reactionSpecification(orderPlacementReactions, {
  known: testKnown({}),
  load: () => Promise.reject(new Error('the signature is read alone')),
});
const line = (lineId: string, quantity: number, amount: number) => ({
  lineId,
  description: 'GTX Pro',
  quantity,
  value: { amount, currency: 'CNY' },
});
const first: PlannedOrder = {
  orderNumber: 'SO-1',
  lines: [line('1', 8, 32_000_000), line('2', 4, 16_000_000)],
  deliveries: [
    { scheduledOn: '2026-05-20', lines: [{ lineId: '1', quantity: 8 }] },
    { scheduledOn: '2026-06-20', lines: [{ lineId: '2', quantity: 4 }] },
  ],
};
const second: PlannedOrder = { orderNumber: 'SO-2', lines: [line('1', 1, 210_000)], deliveries: [] };
const signed = (orderPlan?: readonly PlannedOrder[]) =>
  recorded<ContractEvent>(
    {
      type: 'ContractSigned',
      data: {
        contractId,
        dealId: dealOfContract,
        ownerId: 'li.na',
        number: 'KCPJR7JZ',
        round: 1,
        by: 'li.na',
        amount: { amount: 48_210_000, currency: 'CNY' },
        signedOn: '2026-03-05',
        ...(orderPlan && { orderPlan }),
      },
    },
    `contract-${contractId}`,
    7,
  );
const place = (orderId: string, { orderNumber, lines }: PlannedOrder, amount: number) =>
  send<PlaceOrder>({
    type: 'PlaceOrder',
    orderId,
    contractId,
    dealId: dealOfContract,
    ownerId: 'li.na',
    placedOn: '2026-03-05',
    orderNumber,
    lines: [...lines],
    value: { amount, currency: 'CNY' },
  });
const schedule = (orderId: string, delivery: number, scheduledOn: string, lineId: string, quantity: number) =>
  send<ScheduleDelivery>({ type: 'ScheduleDelivery', orderId, delivery, scheduledOn, lines: [{ lineId, quantity }] });

describe('when a contract is signed', () => {
  it('places each order of its plan, and schedules their deliveries', () => {
    const [one, two] = [plannedOrderId(contractId, 'SO-1'), plannedOrderId(contractId, 'SO-2')];
    expect(one).not.toBe(two);
    return when(signed([first, second])).then(
      place(one, first, 48_000_000),
      schedule(one, 1, '2026-05-20', '1', 8),
      schedule(one, 2, '2026-06-20', '2', 4),
      place(two, second, 210_000),
    );
  });
  it('places none where it has no plan', async () => {
    await when(signed()).then();
    await when(signed([])).then();
  });
});
