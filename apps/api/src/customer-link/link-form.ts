import type { LinkAnswer, LinkPurpose } from '@dealtrail/customer-links';
import type { CustomerPage } from '@dealtrail/views';
import type { LinkNote } from './link-words.js';

/** A form read: the answer in it, or what is wrong with it. */
export type ReadForm =
  | { readonly answer: LinkAnswer; readonly fault?: undefined }
  | { readonly fault: LinkNote; readonly answer?: undefined };

const longest = 2_000;

/** Buttons of each purpose's page. */
const buttons: Readonly<Record<LinkPurpose, readonly string[]>> = {
  confirmDelivery: ['confirm'],
  signOffDelivery: ['sign', 'signPart', 'refuse'],
  answerAlternative: ['accept', 'decline'],
  reportIssue: ['issue', 'complaint'],
  confirmResolution: ['resolved', 'unresolved'],
};

/** What is missing when a button that needs words is pressed without any. */
const mustSay: Readonly<Record<string, LinkNote>> = {
  confirm: 'criteriaMissing',
  refuse: 'reasonMissing',
  issue: 'reportMissing',
  complaint: 'reportMissing',
  unresolved: 'unresolvedMissing',
};

/** The field that holds how much of a line is signed for. */
export const quantityField = (lineId: string): string => `quantity:${lineId}`;

/** Reads what the customer filled in; only fields of the page count, whatever else is sent. */
export function readForm(form: URLSearchParams, purpose: LinkPurpose, { delivery }: CustomerPage): ReadForm {
  const button = form.get('choice') ?? '';
  if (!buttons[purpose].includes(button)) return { fault: 'choiceMissing' };
  const text = plain(form.get('text') ?? '');
  if (text.length > longest) return { fault: 'textTooLong' };
  const unsaid = text === '' ? mustSay[button] : undefined;
  if (unsaid) return { fault: unsaid };
  const lines = button === 'signPart' ? linesOf(form, delivery?.lines ?? []) : undefined;
  if (button === 'signPart' && !lines) return { fault: 'quantityWrong' };
  return {
    answer: {
      choice: button === 'signPart' ? 'sign' : (button as LinkAnswer['choice']),
      seen: (form.get('seen') ?? '').slice(0, 100),
      ...(text !== '' && { text }),
      ...(lines && { lines }),
    },
  };
}

/** Undefined when a quantity is none or none is more than 0. */
function linesOf(
  form: URLSearchParams,
  lines: NonNullable<CustomerPage['delivery']>['lines'],
): LinkAnswer['lines'] | undefined {
  const taken = [];
  for (const { lineId, quantity } of lines) {
    const said = (form.get(quantityField(lineId)) ?? '').trim();
    if (said === '') continue;
    if (!/^\d{1,9}$/.test(said) || Number(said) > quantity) return undefined;
    if (Number(said) > 0) taken.push({ lineId, quantity: Number(said) });
  }
  return taken.length > 0 ? taken : undefined;
}

/** Text as people write it: one kind of line end, nothing that steers a terminal. */
const plain = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n]/gu, '')
    .trim();
