import { startOfDay, type Day } from '@dealtrail/calendar';
import { derivedId } from '@dealtrail/event-sourcing';
import type { Fields, StepOf, Told } from './map-rows.js';
import { sourceDay } from './source-day.js';

/** Who stands for people the source does not name; sellers without a unit, so that no work of today ever comes to them. */
export const complaintPeople = {
  bureau: { staffId: 'cfpb.intake', name: 'CFPB 受理 (not named in the source)' },
  company: { staffId: 'cfpb.company', name: 'CFPB 被投訴公司 (not named in the source)' },
} as const;

export const complaintColumns = [
  ...['Date received', 'Product', 'Sub-product', 'Issue', 'Sub-issue', 'Company', 'State', 'ZIP code'],
  ...['Consumer consent provided?', 'Submitted via', 'Date sent to company', 'Company response to consumer'],
  ...['Timely response?', 'Consumer disputed?'],
];

const channels: Readonly<Record<string, string>> = {
  Web: 'web',
  Referral: 'referral',
  Phone: 'hotline',
  'Postal mail': 'mail',
  Email: 'mail',
  Fax: 'other',
};

/**
 * A complaint as the story of a case: reported on the day it was received; on the day it was sent to the company answered, handed
 * over to it, and, unless that is in progress, ended by its response. Of that response the source has no day, which the flag
 * `no-response-date` says; a dispute is a refusal of it, of which nothing more is known.
 */
export function complaintTold(row: string, fields: Fields): Told {
  const word = (column: string): string => fields[column] ?? '';
  const received = sourceDay(word('Date received'));
  const sent = sourceDay(word('Date sent to company'));
  const response = word('Company response to consumer');
  const noDay = (column: string) => ({ field: column, code: 'not-a-day', message: `"${word(column)}" is no day` });
  const missing = (column: string) => ({ field: column, code: 'missing', message: 'is empty' });
  if (!received || !sent || word('Company') === '' || response === '')
    return {
      problems: [
        ...(received ? [] : [noDay('Date received')]),
        ...(sent ? [] : [noDay('Date sent to company')]),
        ...['Company', 'Company response to consumer'].filter((column) => word(column) === '').map(missing),
      ],
    };
  const caseId = derivedId('cfpb-complaints', 'complaint', row);
  const company = word('Company').slice(0, 100);
  const isOver = response !== 'In progress';
  const dataQuality = [
    ...(sent < received ? ['forwarded-before-received'] : []),
    ...(word('Submitted via') === '' ? ['no-channel'] : []),
    'no-priority',
    ...(isOver ? ['no-response-date'] : []),
  ];
  const onDay = (day: Day, step: string, type: string, asked: object): StepOf => ({
    step,
    occurredAt: startOfDay(day),
    command: { type, caseId, ...asked },
  });
  /** A past is told in its order: what was sent before it came in is told of the day it came in. */
  const forwarded = sent < received ? received : sent;
  const ended = (step: string, type: string, asked: object = {}): StepOf => onDay(forwarded, step, type, asked);
  return {
    steps: [
      onDay(received, 'report', 'ReportCase', {
        ...{ kind: 'complaint', channel: channels[word('Submitted via')] ?? 'other' },
        subject: [word('Product'), word('Issue')]
          .filter((part) => part !== '')
          .join(' · ')
          .slice(0, 200),
        ownerId: complaintPeople.bureau.staffId,
        ...(word('Product') !== '' && { category: word('Product') }),
        dataQuality,
        moreToTell: true,
        source: Object.fromEntries(complaintColumns.flatMap((name) => (word(name) === '' ? [] : [[name, word(name)]]))),
      }),
      onDay(forwarded, 'respond', 'RespondToCase', { note: `Sent to ${company}` }),
      onDay(forwarded, 'hand-over', 'HandOverCase', {
        ...{ department: 'customerService', to: complaintPeople.company.staffId, group: company },
      }),
      ...(isOver
        ? [
            ended('resolve', 'ResolveCase', { resolution: response }),
            ...(word('Consumer disputed?') === 'Yes'
              ? [ended('refuse', 'RefuseCaseResolution', { reason: 'Consumer disputed? Yes' })]
              : []),
            ended('close', 'CloseCase'),
          ]
        : []),
      ended('told', 'EditCase', { moreToTell: false }),
    ],
  };
}
