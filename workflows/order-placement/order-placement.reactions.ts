import { derivedId, reactions, send, type Action } from '@dealtrail/event-sourcing';
import type { ContractEvent, PlannedOrder } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import type { PlaceOrder, ScheduleDelivery } from '@dealtrail/orders';

/** The order of a contract's plan: one and the same, however often its signature is looked at. */
export const plannedOrderId = (contractId: string, orderNumber: string): string =>
  derivedId('order', contractId, orderNumber);

/** A signature places the orders of the contract's plan and schedules their deliveries, in the order of the plan (R069). */
export const orderPlacementReactions = reactions<ContractEvent, Known>({
  name: 'orderPlacement',
  react: {
    ContractSigned: ({ data: { contractId, dealId, customerId, ownerId, signedOn, amount, orderPlan = [] } }) =>
      orderPlan.flatMap((planned) => {
        const orderId = plannedOrderId(contractId, planned.orderNumber);
        const of = { contractId, dealId, customerId, ownerId, placedOn: signedOn };
        return [place(orderId, of, amount.currency, planned), ...schedule(orderId, planned)];
      }),
  },
});

type Of = Pick<PlaceOrder, 'contractId' | 'dealId' | 'customerId' | 'ownerId' | 'placedOn'>;

const place = (orderId: string, of: Of, currency: string, { orderNumber, lines }: PlannedOrder): Action =>
  send<PlaceOrder>({
    type: 'PlaceOrder',
    orderId,
    ...of,
    orderNumber,
    lines: [...lines],
    value: { amount: lines.reduce((sum, { value }) => sum + value.amount, 0), currency },
  });

const schedule = (orderId: string, { deliveries }: PlannedOrder): readonly Action[] =>
  deliveries.map(({ scheduledOn, lines }, n) =>
    send<ScheduleDelivery>({ type: 'ScheduleDelivery', orderId, delivery: n + 1, scheduledOn, lines: [...lines] }),
  );
