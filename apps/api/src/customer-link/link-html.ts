import { createHash } from 'node:crypto';
import type { CustomerLink } from '@dealtrail/customer-links';
import type { Language } from '@dealtrail/http';
import type { CustomerPage } from '@dealtrail/views';
import { shownTime } from '@dealtrail/workflows';
import { text } from '../html.js';
import { quantityField } from './link-form.js';
import { linkWords, type LinkNote } from './link-words.js';

/** What a page is drawn from. */
export interface LinkPage {
  readonly language: Language;
  /** Shown above the rest, as good news or as trouble. */
  readonly note?: LinkNote;
  readonly link?: CustomerLink;
  readonly page?: CustomerPage;
  /** What was filled in, when it is shown again. */
  readonly form?: URLSearchParams;
}

const style = `:root{color-scheme:light dark}*{box-sizing:border-box}body{font:17px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:34rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}header{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}h1{font-size:1.35rem;margin:.2rem 0 1rem}h2{font-size:1.05rem;margin:1.4rem 0 .3rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;margin:0}dt{opacity:.7}dd{margin:0}table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.4rem .3rem;border-bottom:1px solid #8886;vertical-align:top}th:not(:first-child),td:not(:first-child){text-align:right;white-space:nowrap}.pre{white-space:pre-wrap;margin:0}.note{padding:.7rem .9rem;border-radius:.5rem;border-left:.3rem solid #c60;background:#cc660022}.good{border-color:#180;background:#11880022}label{display:block;margin:.8rem 0 .2rem}textarea,input{width:100%;font:inherit;padding:.6rem;border:1px solid #888;border-radius:.4rem}textarea{min-height:6rem}button{width:100%;min-height:3rem;margin:.8rem 0 .2rem;font:inherit;font-weight:600;border:0;border-radius:.5rem;background:#0a5ad4;color:#fff}button.no{background:#a3262a}details{border:1px solid #8886;border-radius:.5rem;padding:.2rem .9rem;margin:1rem 0}summary{min-height:2.6rem;line-height:2.6rem;cursor:pointer}small{opacity:.75}`;

/** No scripts, nothing from elsewhere, nothing sent elsewhere, in nobody's frame; not kept, not indexed, not told to the next site. */
export const linkHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';'),
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cache-control': 'no-store',
};

const good: readonly (LinkNote | undefined)[] = ['recorded'];

/** The whole page. Everything that people wrote is escaped where it is put in. */
export function linkHtml({ language, note, link, page, form }: LinkPage): string {
  const w = linkWords[language];
  const title = link && page ? w.titles[link.purpose] : 'Dealtrail';
  const said =
    note === undefined ? '' : `<p class="note${good.includes(note) ? ' good' : ''}" role="status">${w.notes[note]}</p>`;
  const other = language === 'zh' ? 'en' : 'zh';
  const body = link && page ? drawn({ language, link, page, form }) : '';
  return (
    `<!doctype html><html lang="${w.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${title}</title><style>${style}</style></head><body><header><h1>${title}</h1>` +
    `<a href="?lang=${other}" hreflang="${linkWords[other].lang}">${w.other}</a></header>${said}<main>${body}</main></body></html>`
  );
}

interface Drawn extends LinkPage {
  readonly link: CustomerLink;
  readonly page: CustomerPage;
}

const drawn = (drawing: Drawn): string =>
  `${facts(drawing)}${drawing.link.used ? receipt(drawing) : drawing.page.open ? forms(drawing) : ''}`;

/** What it is about. */
function facts({ language, link, page: { orderNumber, delivery, criteria, alternative, reported } }: Drawn): string {
  const w = linkWords[language];
  const rows: readonly (readonly [string, unknown])[] = [
    ...(orderNumber === undefined ? [] : ([[w.order, orderNumber]] as const)),
    ...(reported ? ([[w.number, reported.number]] as const) : []),
    ...(delivery
      ? ([
          [w.delivery, delivery.delivery],
          [w.day, delivery.scheduledOn],
        ] as const)
      : []),
    ...(delivery?.carrier === undefined
      ? []
      : ([[w.carrier, `${delivery.carrier} ${delivery.trackingNumber ?? ''}`]] as const)),
  ];
  const signing = link.purpose === 'signOffDelivery' && !link.used;
  const left = signing && delivery?.lines.some((line) => line.left !== line.quantity);
  const lines = delivery?.lines.map(
    (line) =>
      `<tr><td>${text(line.description)}</td><td>${text(line.quantity)}</td>${left ? `<td>${text(line.left)}</td>` : ''}</tr>`,
  );
  const goods =
    lines &&
    `<h2>${w.goods}</h2><table><tr><th>${w.item}</th><th>${w.quantity}</th>${left ? `<th>${w.left}</th>` : ''}</tr>${lines.join('')}</table>`;
  const shown = link.purpose === 'confirmDelivery' && !link.used ? undefined : criteria;
  return (
    `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${text(value)}</dd>`).join('')}</dl>${goods ?? ''}` +
    paragraph(w.criteria, link.used?.answer.choice === 'confirm' ? undefined : shown) +
    paragraph(w.offer, alternative) +
    paragraph(w.subject, reported?.subject) +
    paragraph(w.resolution, reported?.resolution)
  );
}

const paragraph = (title: string, words: string | undefined): string =>
  words === undefined ? '' : `<h2>${title}</h2><p class="pre">${text(words)}</p>`;

/** What was recorded. */
function receipt({ language, link: { used, purpose }, page }: Drawn): string {
  if (!used) return '';
  const w = linkWords[language];
  const { choice, text: words, lines } = used.answer;
  const nameOf = (lineId: string) => page.delivery?.lines.find((line) => line.lineId === lineId)?.description ?? lineId;
  const parts = lines?.map(({ lineId, quantity }) => `${nameOf(lineId)} × ${quantity}`).join('\n');
  const taken = choice === 'sign' ? (parts ?? w.saidAll) : undefined;
  const wordsTitle =
    purpose === 'confirmDelivery'
      ? w.criteria
      : purpose === 'reportIssue'
        ? w.subject
        : choice === 'sign'
          ? w.remarks
          : w.reason;
  return (
    `<h2>${w.said}</h2><p class="pre"><strong>${w.choices[choice]}</strong></p><dl><dt>${w.at}</dt><dd>${text(shownTime(used.happenedAt))}</dd></dl>` +
    paragraph(w.taken, taken) +
    paragraph(wordsTitle, words)
  );
}

/** One form for each way to answer; what is rarer or graver is folded away. */
function forms({ language, link, page, form }: Drawn): string {
  const w = linkWords[language];
  const pressed = form?.get('choice');
  const filled = (choice: string, otherwise = ''): string =>
    text(pressed === choice ? (form?.get('text') ?? '') : otherwise);
  const area = (label: string, content: string, must = false) =>
    `<label>${label}<textarea name="text" maxlength="2000"${must ? ' required' : ''}>\n${content}</textarea></label>`;
  const one = (choice: keyof typeof w.buttons, inside: string, grave = false) =>
    `<form method="post"><input type="hidden" name="seen" value="${text(page.seen)}">${inside}` +
    `<button name="choice" value="${choice}"${grave ? ' class="no"' : ''}>${w.buttons[choice]}</button></form>`;
  const folded = (title: string, choice: string, inside: string) =>
    `<details${pressed === choice ? ' open' : ''}><summary>${title}</summary>${inside}</details>`;
  const once = `<p><small>${w.once}</small></p>`;
  if (link.purpose === 'confirmDelivery')
    return (
      one('confirm', area(w.criteria, filled('confirm', page.criteria), true) + `<small>${w.criteriaHint}</small>`) +
      once
    );
  if (link.purpose === 'answerAlternative')
    return (
      one('accept', '') +
      folded(w.declining, 'decline', one('decline', area(w.reason + w.optional, filled('decline')), true)) +
      once
    );
  if (link.purpose === 'reportIssue')
    return (
      one('issue', area(w.report, filled('issue'), true)) +
      folded(w.complaining, 'complaint', one('complaint', area(w.report, filled('complaint'), true), true)) +
      once
    );
  if (link.purpose === 'confirmResolution')
    return (
      one('resolved', '') +
      folded(w.unresolving, 'unresolved', one('unresolved', area(w.reason, filled('unresolved'), true), true)) +
      once
    );
  const quantities = (page.delivery?.lines ?? [])
    .filter(({ left }) => left > 0)
    .map(({ lineId, description, left }) => {
      const name = quantityField(lineId);
      const value = pressed === 'signPart' ? (form?.get(name) ?? '') : left;
      return `<label>${text(description)}<input name="${text(name)}" inputmode="numeric" value="${text(value)}"></label>`;
    });
  const part = `<p>${w.taken}</p>${quantities.join('')}${area(w.remarks + w.optional, filled('signPart'))}`;
  return (
    one('sign', area(w.remarks + w.optional, filled('sign'))) +
    folded(w.part, 'signPart', one('signPart', part)) +
    folded(w.refusing, 'refuse', one('refuse', area(w.reason, filled('refuse'), true), true)) +
    once
  );
}
