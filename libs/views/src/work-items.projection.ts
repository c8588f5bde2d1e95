import { projection } from '@dealtrail/event-sourcing';
import type { CaseEvent } from '@dealtrail/cases';
import type { ContractEvent } from '@dealtrail/contracts';
import type { DealEvent } from '@dealtrail/deals';
import type { OrderEvent } from '@dealtrail/orders';
import type { WorkItem } from './work-item.row.js';
import { workOfCases } from './work-of-cases.projection.js';
import { workOfContracts } from './work-of-contracts.projection.js';
import { workOfDeals } from './work-of-deals.projection.js';
import { workOfOrders } from './work-of-orders.projection.js';

/** 待辦事項: what waits for whom, of deals, contracts, orders and cases. */
export const workItems = projection<WorkItem, ContractEvent | DealEvent | OrderEvent | CaseEvent>({
  name: 'workItems',
  version: 3,
  key: 'itemId',
  columns: {
    itemId: 'text',
    kind: 'text',
    subject: 'text',
    subjectId: 'text',
    round: 'integer',
    step: 'text',
    part: 'text',
    number: 'text',
    customerId: 'text',
    dealId: 'text',
    ownerId: 'text',
    assignees: 'texts',
    role: 'text',
    since: 'instant',
    dueAt: 'instant',
    given: 'text',
    paused: 'text',
    idle: 'text',
    urgency: 'text',
  },
  indexes: [['assignees'], ['role'], ['urgency'], ['dueAt'], ['since']],
  keys: { ...workOfContracts.keys, ...workOfDeals.keys, ...workOfOrders.keys, ...workOfCases.keys },
  project: { ...workOfContracts.project, ...workOfDeals.project, ...workOfOrders.project, ...workOfCases.project },
});
