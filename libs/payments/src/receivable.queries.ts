import { Operation, type Permission } from '@dealtrail/event-sourcing';
import { ListQuestion } from '@dealtrail/read-store';
import { code, sellingRoles } from '@dealtrail/staff';
import { Matches } from 'class-validator';

/** Who reads accounts: sellers those in reach; finance, admins and auditors all. */
export const receivableReaders: Permission['roles'] = { ...sellingRoles, finance: 'all', admin: 'all', auditor: 'all' };

/** Contracts of an owner of which an instalment is open: what a process that moves them asks; one may come more than once. */
@Operation({
  zh: '負責人的未結應收',
  en: "Ids of a person's open receivables",
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { ownerId: 'li.na' },
})
export class OpenReceivableIdsOf extends ListQuestion {
  @Matches(code) readonly ownerId!: string;
}
