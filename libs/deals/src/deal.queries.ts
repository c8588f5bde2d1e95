import { Operation } from '@dealtrail/event-sourcing';
import { ListQuestion } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsUUID, Matches } from 'class-validator';

/** What a process that must touch every open deal of a person asks, page by page. */
@Operation({
  zh: '負責人的未結商機',
  en: "Ids of a person's open deals",
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { ownerId: 'li.na' },
})
export class OpenDealIdsOf extends ListQuestion {
  @Matches(code) readonly ownerId!: string;
}

/** The same for a customer's open deals. */
@Operation({
  zh: '客戶的未結商機',
  en: "Ids of a customer's open deals",
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { customerId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' },
})
export class OpenDealIdsOfCustomer extends ListQuestion {
  @IsUUID() readonly customerId!: string;
}
