import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { ListQuestion } from '@dealtrail/read-store';
import { sellingRoles } from '@dealtrail/staff';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { linkPurposeIds, type LinkPurpose } from './customer-link.events.js';
import type { ShownLink } from './customer-link.handlers.js';

/** Where a link stands at an instant; a revoked one stays revoked, a used one used. */
export const linkStates = ['open', 'used', 'expired', 'revoked'] as const;
export type LinkState = (typeof linkStates)[number];

/** The links of records in reach; newest first, or sorted by `issuedAt`, `expiresAt` or `usedAt`. */
@Operation({
  zh: '客戶鏈接',
  en: 'Links to customers',
  allow: { roles: { ...sellingRoles, salesSupport: 'all', admin: 'all', auditor: 'all' } },
  example: { state: 'open', purpose: 'confirmDelivery' },
  rows: rowsOf<ShownLink>('items')([
    'linkId',
    'purpose',
    'state',
    'category',
    'subjectId',
    'part',
    'ownerId',
    'text',
    'issuedAt',
    'issuedBy',
    'expiresAt',
    'usedAt',
    'choice',
    'answerText',
    'answerRefused',
    'refusalCode',
    'revokedAt',
    'revokedBy',
    'reason',
    'revision',
    'lastPosition',
  ]),
})
export class CustomerLinkRegister extends ListQuestion {
  @IsOptional() @IsIn(linkStates) readonly state?: LinkState;
  @IsOptional() @IsIn(linkPurposeIds) readonly purpose?: LinkPurpose;
  /** Of the order, or of the case. */
  @IsOptional() @IsUUID() readonly subjectId?: string;
}
