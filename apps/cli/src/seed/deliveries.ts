import { dayAfter, dayOf, type Day } from '@dealtrail/calendar';
import type { Instant } from '@dealtrail/event-sourcing';
import { cny, id, named, type StoryFile, type StoryStep } from './story-step.js';

/** Days from the contract to its two deliveries; the second one is late by some. */
const first = 5;
const second = 20;
const moved = 25;

const manual: StoryFile = {
  name: 'GTX Pro 使用手冊.md',
  type: 'text/markdown',
  content: '# GTX Pro 使用手冊\n\n一、開箱檢查\n二、接線與通電自檢\n三、日常保養\n',
};
const trainingPlan: StoryFile = {
  name: '操作培訓計劃.md',
  type: 'text/markdown',
  content: '# 操作培訓計劃\n\n第一日:操作與安全\n第二日:保養與常見故障\n',
};

/** The order that the contract promises, in two deliveries. */
export const orderPlan = (today: Day, orderNumber: string) => [
  {
    orderNumber,
    lines: [
      {
        ...{ lineId: '1', description: 'GTX Pro', category: 'equipment' },
        ...{ quantity: 12, value: cny(540_000) },
      },
      { lineId: '2', description: '安裝與培訓', category: 'service', quantity: 1, value: cny(25_000) },
    ],
    deliveries: [
      { scheduledOn: dayAfter(today, first), lines: [{ lineId: '1', quantity: 8 }] },
      {
        scheduledOn: dayAfter(today, second),
        lines: [
          { lineId: '1', quantity: 4 },
          { lineId: '2', quantity: 1 },
        ],
      },
    ],
  },
];

/** The first delivery is confirmed, documented, delivered and signed for; the second is held up on its way, and moved. */
export function deliveries(orderId: string, today: Day, placedAt: Instant): readonly StoryStep[] {
  const one = { orderId, delivery: 1 };
  const exception = { orderId, exceptionId: id('exception', 'blocked') };
  const on = (days: number): Day => dayAfter(today, days);
  return [
    { as: 'pan.yu', command: 'AcknowledgeOrder', fields: { orderId, department: 'operations', note: '已排產' } },
    { as: 'pan.yu', command: 'AcknowledgeOrder', fields: { orderId, department: 'logistics', note: '車輛已預留' } },
    { as: 'deng.bo', command: 'AcknowledgeOrder', fields: { orderId, department: 'finance' } },
    { as: 'li.na', command: 'CheckOrderStatus', fields: { orderId, day: dayOf(placedAt), note: '第一批按期' } },
    {
      as: 'li.na',
      command: 'ConfirmDelivery',
      fields: { ...one, scheduledOn: on(first), criteria: '外觀完好,通電自檢 30 分鐘無報警', channel: '電話' },
    },
    {
      as: 'xie.hui',
      command: 'AttachDeliveryDocument',
      file: manual,
      fields: { ...one, document: 'manual', file: named(manual) },
    },
    {
      as: 'xie.hui',
      command: 'AttachDeliveryDocument',
      file: trainingPlan,
      fields: { ...one, document: 'training-plan', file: named(trainingPlan) },
    },
    {
      as: 'pan.yu',
      command: 'DispatchDelivery',
      fields: { ...one, happenedAt: placedAt, carrier: '順豐', trackingNumber: 'SF1234567890' },
    },
    { as: 'pan.yu', command: 'RecordDelivery', fields: { ...one, happenedAt: placedAt } },
    { as: 'li.na', command: 'SignOffDelivery', fields: { ...one, channel: '紙本簽收單', remarks: '8 台自檢合格' } },

    {
      as: 'pan.yu',
      command: 'DeclareOrderException',
      fields: { ...exception, delivery: 2, kind: 'logistics-blocked', description: '高速公路封閉,預計延後五天' },
    },
    {
      as: 'li.na',
      command: 'ApologiseToCustomer',
      fields: { ...exception, channel: '電話', text: '因運輸受阻延後,深表歉意' },
    },
    {
      as: 'li.na',
      command: 'OfferAlternative',
      fields: {
        ...{ ...exception, alternative: 1, kind: 'warranty-extension' },
        ...{ description: '4 台設備質保延長十二個月', cost: cny(4_800) },
      },
    },
    {
      as: 'li.na',
      command: 'AnswerAlternative',
      fields: { ...exception, alternative: 1, answer: 'accepted', channel: '電話' },
    },
    {
      as: 'li.na',
      command: 'AssignExceptionTask',
      fields: {
        ...{ ...exception, task: 1, department: 'logistics', assigneeId: 'pan.yu' },
        ...{ description: '改走鐵路,重新預約卸貨', dueOn: on(10) },
      },
    },
    {
      as: 'li.na',
      command: 'RescheduleDelivery',
      fields: { orderId, delivery: 2, scheduledOn: on(moved), reason: '高速公路封閉,改走鐵路' },
    },
    { as: 'pan.yu', command: 'CompleteExceptionTask', fields: { ...exception, task: 1, result: '鐵路車皮已訂妥' } },
    {
      as: 'li.na',
      command: 'CloseOrderException',
      fields: { ...exception, result: '客戶接受延保,第二批改期後按新日期交付' },
    },
  ];
}
