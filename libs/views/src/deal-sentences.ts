import { localTime } from '@dealtrail/calendar';
import type { DealEvent, DealStage, DealTerms, FollowUp } from '@dealtrail/deals';
import { formatMoney, type Money } from '@dealtrail/money';
import type { PolicyVersion } from '@dealtrail/policies';

export type Language = 'zh' | 'en';

/** What ids and places are called in the language of the trail. */
export interface Words {
  readonly person: (staffId: string) => string;
  readonly customer: (customerId: string) => string;
  readonly place: (place: DealStage, policy?: PolicyVersion) => string;
}

type Sentence<T extends DealEvent['type']> = (data: Extract<DealEvent, { type: T }>['data'], words: Words) => string;
type Sentences = { readonly [T in DealEvent['type']]: Readonly<Record<Language, Sentence<T>>> };

const until = ({ dueAt }: FollowUp): string => localTime(dueAt);
const valued = (value: Money | undefined, zh: string): string => (value ? `${zh}${formatMoney(value)}` : '');

const fieldNames: Readonly<Record<keyof DealTerms, Readonly<Record<Language, string>>>> = {
  title: { zh: '标题', en: 'title' },
  customerId: { zh: '客户', en: 'customer' },
  productId: { zh: '产品编号', en: 'product id' },
  productName: { zh: '产品', en: 'product' },
  listPrice: { zh: '标价', en: 'list price' },
  amount: { zh: '预计金额', en: 'expected amount' },
};

function edits(changes: Partial<DealTerms>, previous: Partial<DealTerms>, lang: Language, words: Words): string {
  const told = (field: keyof DealTerms, value: DealTerms[keyof DealTerms] | undefined): string => {
    if (value === undefined || value === null) return lang === 'zh' ? '（空）' : '(none)';
    if (typeof value === 'object') return formatMoney(value);
    return field === 'customerId' ? words.customer(value) : value;
  };
  return (Object.keys(changes) as (keyof DealTerms)[])
    .map((field) => `${fieldNames[field][lang]} ${told(field, previous[field])} → ${told(field, changes[field])}`)
    .join(lang === 'zh' ? '；' : '; ');
}

/** What each fact of a deal says to people; the compiler names the one that is missing. */
const sentences: Sentences = {
  DealRegistered: {
    zh: ({ title, ownerId, customerId, amount, grade, followUp }, { person, customer }) =>
      `登记商机“${title}”，负责人${person(ownerId)}${customerId ? `，客户${customer(customerId)}` : ''}${valued(amount, '，预计')}${grade ? `，等级${grade}` : ''}；须在 ${until(followUp)} 前有进展`,
    en: ({ title, ownerId, customerId, amount, grade, followUp }, { person, customer }) =>
      `Registered the deal “${title}” of ${person(ownerId)}${customerId ? ` with ${customer(customerId)}` : ''}${valued(amount, ', expected ')}${grade ? `, grade ${grade}` : ''}; progress is due by ${until(followUp)}`,
  },
  DealEdited: {
    zh: ({ changes, previous }, words) => `修改：${edits(changes, previous, 'zh', words)}`,
    en: ({ changes, previous }, words) => `Edited: ${edits(changes, previous, 'en', words)}`,
  },
  DealOwnerChanged: {
    zh: ({ ownerId, previousOwnerId }, { person }) => `负责人由${person(previousOwnerId)}变更为${person(ownerId)}`,
    en: ({ ownerId, previousOwnerId }, { person }) =>
      `Owner changed from ${person(previousOwnerId)} to ${person(ownerId)}`,
  },
  DealReassigned: {
    zh: ({ ownerId, previousOwnerId }, { person }) => `${person(previousOwnerId)}已离岗，商机移交给${person(ownerId)}`,
    en: ({ ownerId, previousOwnerId }, { person }) =>
      `${person(previousOwnerId)} has left; the deal went to ${person(ownerId)}`,
  },
  DealEvidenceAdded: {
    zh: ({ key, note }) => `提交凭证 ${key}${note ? `：${note}` : ''}`,
    en: ({ key, note }) => `Added the evidence ${key}${note ? `: ${note}` : ''}`,
  },
  DealAdvanced: {
    zh: ({ from, to, policy, followUp }, { place }) =>
      `由${place(from, policy)}推进到${place(to, policy)}；下一次进展须在 ${until(followUp)} 前`,
    en: ({ from, to, policy, followUp }, { place }) =>
      `Advanced from ${place(from, policy)} to ${place(to, policy)}; the next progress is due by ${until(followUp)}`,
  },
  DealMovedBack: {
    zh: ({ from, to, policy, reason }, { place }) =>
      `由${place(from, policy)}退回到${place(to, policy)}，原因：${reason}`,
    en: ({ from, to, policy, reason }, { place }) =>
      `Moved back from ${place(from, policy)} to ${place(to, policy)}: ${reason}`,
  },
  DealGraded: {
    zh: ({ grade, previousGrade, reason, followUp }) =>
      `等级评定为 ${grade}${previousGrade ? `（原 ${previousGrade}）` : ''}，理由：${reason}；须在 ${until(followUp)} 前有进展`,
    en: ({ grade, previousGrade, reason, followUp }) =>
      `Graded ${grade}${previousGrade ? ` (was ${previousGrade})` : ''}: ${reason}; progress is due by ${until(followUp)}`,
  },
  DealWon: {
    zh: ({ amount, wonOn }) => `${wonOn} 赢单，金额 ${formatMoney(amount)}`,
    en: ({ amount, wonOn }) => `Won on ${wonOn} for ${formatMoney(amount)}`,
  },
  DealLost: {
    zh: ({ reason, lostOn }) => `${lostOn} 输单，${reason === undefined ? '原因未记录' : `原因：${reason}`}`,
    en: ({ reason, lostOn }) => `Lost on ${lostOn}${reason === undefined ? ', no reason on record' : `: ${reason}`}`,
  },
  DealReopened: {
    zh: ({ previousStatus, reason, followUp }) =>
      `重新打开（原为${previousStatus === 'won' ? '赢单' : '输单'}），原因：${reason}；须在 ${until(followUp)} 前有进展`,
    en: ({ previousStatus, reason, followUp }) =>
      `Reopened after it was ${previousStatus}: ${reason}; progress is due by ${until(followUp)}`,
  },
  DealGoingStale: {
    zh: ({ since, dueAt }) => `提醒：自 ${localTime(since)} 起没有进展，期限 ${localTime(dueAt)}`,
    en: ({ since, dueAt }) => `Warning: no progress since ${localTime(since)}, due by ${localTime(dueAt)}`,
  },
  DealGoneStale: {
    zh: ({ days, grade, ownerId, superiorId }, { person }) =>
      `停滞：${days} 天没有进展（${grade} 级期限），请${person(ownerId)}${superiorId ? `和${person(superiorId)}` : ''}重新评级`,
    en: ({ days, grade, ownerId, superiorId }, { person }) =>
      `Gone stale: no progress for ${days} days (limit of grade ${grade}); ${person(ownerId)}${superiorId ? ` and ${person(superiorId)}` : ''} are asked to grade it anew`,
  },
};

/** One fact of a deal as a sentence. */
export const dealSentence = (event: DealEvent, lang: Language, words: Words): string =>
  (sentences[event.type][lang] as Sentence<DealEvent['type']>)(event.data, words);
