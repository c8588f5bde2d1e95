import type { CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import type { PolicyContent } from '@dealtrail/policies';
import type { AnyProductFeedbackCommand } from '../product-feedback.commands.js';
import type { ProductFeedbackEvent } from '../product-feedback.events.js';

export const feedbackId = '4b1d7c2e-9f3a-4e5d-8c6b-0a1f2e3d4c5b';
export const number = '9CEQRBMZ';
export const customerId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const people: readonly TestPerson[] = [
  { staffId: 'li.na', roles: ['rep'], superior: 'zhao.min' },
  { staffId: 'wang.wei', roles: ['rep'] },
  { staffId: 'zhao.min', roles: ['supervisor'] },
  { staffId: 'sun.li', roles: ['rep'], active: false },
  { staffId: 'qin.tao', roles: ['technical'] },
  { staffId: 'yu.fei', roles: ['technical'] },
  { staffId: 'hu.bin', roles: ['technical'], active: false },
  { staffId: 'tian.yu', roles: ['marketSupport'] },
  { staffId: 'gao.feng', roles: ['director'] },
  { staffId: 'mo.qing', roles: ['auditor'] },
  { staffId: 'admin', roles: ['admin'] },
];

/** The company of the specs, some of its people changed or gone, and what its policy says from its second version on. */
export function companyWith(
  changes: Readonly<Record<string, Partial<TestPerson> | undefined>> = {},
  content?: PolicyContent<'product-feedback'>,
) {
  const changed = people.flatMap((person) => {
    if (!Object.hasOwn(changes, person.staffId)) return [person];
    const change = changes[person.staffId];
    return change ? [{ ...person, ...change }] : [];
  });
  const effectiveFrom = '2026-01-01T00:00:00.000Z';
  const policies = content ? [{ kind: 'product-feedback' as const, version: 2, content, effectiveFrom }] : [];
  return testKnown({ people: changed, policies });
}

/** Li Na and Wang Wei sell, Zhao Min leads Li Na; Qin Tao and Yu Fei build; Tian Yu knows the market; Hu Bin has left. */
export const known = companyWith();

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: '2026-05-20T02:00:00.000Z',
};

/** A command of Li Na's on 20 May 2026, unless said otherwise. */
export const asked = (
  command: Intention<AnyProductFeedbackCommand>,
  metadata: Partial<CommandMetadata> = {},
): AnyProductFeedbackCommand => ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyProductFeedbackCommand;

export const by = (id: string): Partial<CommandMetadata> => ({ actor: { kind: 'staff', id } });
export const byProcess: Partial<CommandMetadata> = { actor: { kind: 'process', id: 'reassignment/qin.tao/1' } };
export const byImport = (onBehalfOf: string): Partial<CommandMetadata> => ({
  actor: { kind: 'import', id: 'feedback' },
  onBehalfOf,
  history: true,
});

export const content = {
  customerId,
  productId: 'gtx.pro',
  productName: 'GTX Pro',
  kind: 'improvement',
  text: '控制面板在強光下看不清',
} as const;
export const whom = { feedbackId, number, customerId, ownerId: 'li.na', productOwnerId: 'qin.tao' };

export const submitted = {
  type: 'ProductFeedbackSubmitted',
  data: { ...whom, ...content, by: 'li.na', via: 'turn', policy: { kind: 'product-feedback', version: 1 } },
} as const satisfies ProductFeedbackEvent;
export const reassigned: ProductFeedbackEvent = {
  type: 'ProductFeedbackReassigned',
  data: { ...whom, productOwnerId: 'yu.fei', from: 'qin.tao', by: 'qin.tao', reason: '屬於顯示模組' },
};
export const answered: ProductFeedbackEvent = {
  type: 'ProductFeedbackAnswered',
  data: { ...whom, outcome: 'planned', answer: '下一版改用高亮面板', plannedFor: '2026-12-31', by: 'qin.tao' },
};
export const informed: ProductFeedbackEvent = {
  type: 'CustomerInformedOfAnswer',
  data: { ...whom, informedOn: '2026-05-20', note: '電話告知', by: 'li.na' },
};
export const closed: ProductFeedbackEvent = { type: 'ProductFeedbackClosed', data: { ...whom, by: 'li.na' } };
export const closedFor: ProductFeedbackEvent = {
  type: 'ProductFeedbackClosed',
  data: { ...whom, by: 'li.na', reason: '客戶撤回' },
};
export const handedOver: ProductFeedbackEvent = {
  type: 'ProductFeedbackHandedOver',
  data: {
    ...whom,
    productOwnerId: 'yu.fei',
    previous: { ownerId: 'li.na', productOwnerId: 'qin.tao' },
    answered: false,
    position: 4711,
  },
};
