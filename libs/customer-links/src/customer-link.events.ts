import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';

/** What a link asks of the customer: which record it is about, and what may be answered. A further use is a line here. */
export const linkPurposes = {
  /** 確認交付時間與驗收標準 (R074); part: the delivery. */
  confirmDelivery: { category: 'order', choices: ['confirm'] },
  /** 簽收 (R076); part: the delivery. */
  signOffDelivery: { category: 'order', choices: ['sign', 'refuse'] },
  /** 替代方案 (R084); part: exception and alternative, `<uuid>/<number>`. */
  answerAlternative: { category: 'order', choices: ['accept', 'decline'] },
  /** 反映售後問題或投訴 (R109); part: `order`. */
  reportIssue: { category: 'order', choices: ['issue', 'complaint'] },
  /** 確認解決結果 (R101); part: `resolution`. */
  confirmResolution: { category: 'case', choices: ['resolved', 'unresolved'] },
} as const satisfies Readonly<Record<string, { readonly category: string; readonly choices: readonly string[] }>>;
export type LinkPurpose = keyof typeof linkPurposes;
export const linkPurposeIds = Object.keys(linkPurposes) as readonly LinkPurpose[];
export type LinkChoice = (typeof linkPurposes)[LinkPurpose]['choices'][number];
export const linkChoices: readonly LinkChoice[] = linkPurposeIds.flatMap((purpose) => [
  ...linkPurposes[purpose].choices,
]);

/** The one record, and the one part of it, that a link opens. */
export interface LinkSubject {
  readonly category: (typeof linkPurposes)[LinkPurpose]['category'];
  readonly id: string;
  readonly part: string;
}

/** So much of a line, where the customer takes only some. */
export interface AnsweredLine {
  readonly lineId: string;
  readonly quantity: number;
}

/** What the customer said. */
export interface LinkAnswer {
  readonly choice: LinkChoice;
  /** What the page showed that may change meanwhile, e.g. the day of the delivery, or which resolution it was. */
  readonly seen?: string;
  /** Criteria, remarks, a reason, or what is reported. */
  readonly text?: string;
  /** Absent: all of it. */
  readonly lines?: readonly AnsweredLine[];
}

/** Why a link is taken back: 發錯對象, 洩露, 已更換, 不再需要. A list, so that no text about people gets into the log. */
export const linkRevocationReasons = ['sentToWrong', 'leaked', 'replaced', 'notNeeded'] as const;
export type LinkRevocationReason = (typeof linkRevocationReasons)[number];

/** Told again with the answer, so that each fact is read alone. */
interface LinkWhat {
  readonly linkId: string;
  readonly purpose: LinkPurpose;
  readonly subject: LinkSubject;
  /** Whose record it was when the link was issued. */
  readonly ownerId: string;
}

export type CustomerLinkEvent =
  /** `secretHash`: SHA-256 (hex) of 256 random bits, which are nowhere kept. `text`: what is put before the customer. */
  | Event<'CustomerLinkIssued', LinkWhat & { secretHash: string; text?: string; expiresAt: Instant }>
  /** The customer's word, once; what follows from it (`workflows/customer-answer`) is done in its name. */
  | Event<'CustomerLinkUsed', LinkWhat & { answer: LinkAnswer; happenedAt: Instant }>
  /** The record had moved on, and did not take the answer; `code` is its refusal. */
  | Event<'CustomerLinkAnswerRefused', { linkId: string; code?: string }>
  | Event<'CustomerLinkRevoked', { linkId: string; reason: LinkRevocationReason }>;

/** Everything a link's stream (`customerLink-<uuid>`) has ever held. */
export const customerLinkEvents = eventSchema<CustomerLinkEvent>('customerLink', {
  CustomerLinkIssued: { version: 1 },
  CustomerLinkUsed: { version: 1 },
  CustomerLinkAnswerRefused: { version: 1 },
  CustomerLinkRevoked: { version: 1 },
});
