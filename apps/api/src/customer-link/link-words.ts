import type { LinkChoice, LinkPurpose } from '@dealtrail/customer-links';
import type { Language } from '@dealtrail/http';

/** What the customer's page says, in simplified Chinese and in English. */
interface Words {
  readonly lang: string;
  readonly other: string;
  readonly titles: Readonly<Record<LinkPurpose, string>>;
  readonly order: string;
  readonly delivery: string;
  readonly day: string;
  readonly carrier: string;
  readonly goods: string;
  readonly item: string;
  readonly quantity: string;
  readonly left: string;
  readonly criteria: string;
  readonly criteriaHint: string;
  readonly offer: string;
  readonly remarks: string;
  readonly reason: string;
  readonly optional: string;
  readonly taken: string;
  readonly buttons: Readonly<Record<LinkChoice | 'signPart', string>>;
  readonly part: string;
  readonly refusing: string;
  readonly declining: string;
  readonly number: string;
  readonly subject: string;
  readonly resolution: string;
  readonly report: string;
  readonly complaining: string;
  readonly unresolving: string;
  readonly once: string;
  readonly said: string;
  readonly saidAll: string;
  readonly at: string;
  readonly choices: Readonly<Record<LinkChoice, string>>;
  readonly notes: Readonly<Record<LinkNote, string>>;
}

/** What the page says above the rest. */
export type LinkNote =
  | 'recorded'
  | 'already'
  | 'changed'
  | 'nothing'
  | 'notTaken'
  | 'stranger'
  | 'later'
  | 'often'
  | 'criteriaMissing'
  | 'reasonMissing'
  | 'reportMissing'
  | 'unresolvedMissing'
  | 'textTooLong'
  | 'quantityWrong'
  | 'choiceMissing';

const zh: Words = {
  lang: 'zh-CN',
  other: 'English',
  titles: {
    confirmDelivery: '确认交付时间与验收标准',
    signOffDelivery: '签收',
    answerAlternative: '替代方案',
    reportIssue: '反映售后问题',
    confirmResolution: '确认处理结果',
  },
  order: '订单',
  delivery: '交付批次',
  day: '交付日期',
  carrier: '承运',
  goods: '交付内容',
  item: '名称',
  quantity: '数量',
  left: '待签收',
  criteria: '验收标准',
  criteriaHint: '如有不同意见，请直接修改。',
  offer: '我们提供的方案',
  remarks: '备注',
  reason: '原因',
  optional: '（选填）',
  taken: '本次签收数量',
  buttons: {
    confirm: '确认时间与标准',
    sign: '全部签收',
    signPart: '签收以上数量',
    refuse: '拒绝签收',
    accept: '接受方案',
    decline: '不接受方案',
    issue: '提交问题',
    complaint: '提交投诉',
    resolved: '问题已解决',
    unresolved: '问题未解决',
  },
  part: '只签收一部分',
  refusing: '拒绝签收',
  declining: '不接受',
  number: '编号',
  subject: '您反映的问题',
  resolution: '处理结果',
  report: '请描述问题',
  complaining: '我要投诉',
  unresolving: '问题没有解决',
  once: '此链接只能使用一次，提交后不能更改。',
  said: '您的答复',
  saidAll: '全部',
  at: '时间（北京时间）',
  choices: {
    confirm: '已确认交付时间与验收标准',
    sign: '已签收',
    refuse: '已拒绝签收',
    accept: '已接受方案',
    decline: '未接受方案',
    issue: '已提交问题',
    complaint: '已提交投诉',
    resolved: '已确认解决',
    unresolved: '已反馈未解决',
  },
  notes: {
    recorded: '您的答复已记录，谢谢。',
    already: '此链接已经使用过，之前的答复有效，刚才的内容没有记录。',
    changed: '内容刚刚有变化，请看过后再提交一次。',
    nothing: '目前没有需要您答复的内容。如有疑问，请联系与您对接的销售人员。',
    notTaken: '我们收到了您的答复，但当时情况已有变化，未能登记。我们会与您联系。',
    stranger: '此链接无效或已失效。请向发给您链接的人索取新的链接。',
    later: '系统暂时繁忙，请稍后重试。',
    often: '操作过于频繁，请稍后重试。',
    criteriaMissing: '请填写验收标准。',
    reasonMissing: '请填写拒绝签收的原因。',
    reportMissing: '请描述您遇到的问题。',
    unresolvedMissing: '请说明还有什么问题没有解决。',
    textTooLong: '文字过长，最多 2000 字。',
    quantityWrong: '请填写正确的签收数量，不超过待签收数量。',
    choiceMissing: '请选择一个按钮。',
  },
};

const en: Words = {
  lang: 'en',
  other: '中文',
  titles: {
    confirmDelivery: 'Confirm time and acceptance criteria',
    signOffDelivery: 'Sign for your delivery',
    answerAlternative: 'An alternative for you',
    reportIssue: 'Report an issue',
    confirmResolution: 'Is your issue resolved?',
  },
  order: 'Order',
  delivery: 'Delivery no.',
  day: 'Delivery date',
  carrier: 'Carrier',
  goods: 'What is delivered',
  item: 'Item',
  quantity: 'Quantity',
  left: 'To sign for',
  criteria: 'Acceptance criteria',
  criteriaHint: 'Change the text if you see it differently.',
  offer: 'What we offer',
  remarks: 'Remarks',
  reason: 'Reason',
  optional: ' (optional)',
  taken: 'Quantity you sign for',
  buttons: {
    confirm: 'Confirm time and criteria',
    sign: 'Sign for everything',
    signPart: 'Sign for these quantities',
    refuse: 'Refuse the delivery',
    accept: 'Accept the offer',
    decline: 'Decline the offer',
    issue: 'Report the issue',
    complaint: 'Send the complaint',
    resolved: 'It is resolved',
    unresolved: 'It is not resolved',
  },
  part: 'Sign for a part only',
  refusing: 'Refuse the delivery',
  declining: 'Decline',
  number: 'Number',
  subject: 'What you reported',
  resolution: 'What we did',
  report: 'Please describe the issue',
  complaining: 'I want to complain',
  unresolving: 'It is not resolved',
  once: 'This link can be used once; what you send cannot be changed afterwards.',
  said: 'Your answer',
  saidAll: 'everything',
  at: 'Time (Beijing)',
  choices: {
    confirm: 'Time and acceptance criteria confirmed',
    sign: 'Signed for',
    refuse: 'Delivery refused',
    accept: 'Offer accepted',
    decline: 'Offer declined',
    issue: 'Issue reported',
    complaint: 'Complaint sent',
    resolved: 'Confirmed as resolved',
    unresolved: 'Reported as not resolved',
  },
  notes: {
    recorded: 'Your answer is recorded. Thank you.',
    already: 'This link was used before. The answer below stands; what you just sent was not recorded.',
    changed: 'Something changed in the meantime. Please look again before you send your answer.',
    nothing: 'There is nothing to answer at the moment. If in doubt, ask your contact in our sales team.',
    notTaken: 'We received your answer, but things had changed by then and it was not entered. We will contact you.',
    stranger: 'This link is not valid, or not valid any more. Please ask whoever sent it for a new one.',
    later: 'The system is busy. Please try again in a moment.',
    often: 'Too many requests. Please try again later.',
    criteriaMissing: 'Please fill in the acceptance criteria.',
    reasonMissing: 'Please say why you refuse the delivery.',
    reportMissing: 'Please describe the issue.',
    unresolvedMissing: 'Please say what is not resolved.',
    textTooLong: 'The text is too long: 2,000 characters at most.',
    quantityWrong: 'Please give quantities of at most what is left to sign for.',
    choiceMissing: 'Please choose one of the buttons.',
  },
};

export const linkWords: Readonly<Record<Language, Words>> = { zh, en };
