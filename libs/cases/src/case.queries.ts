import { Operation } from '@dealtrail/event-sourcing';
import { ListQuestion } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsInt, IsUUID, Matches, Min } from 'class-validator';

const allow = { roles: { admin: 'all' }, kinds: ['process'] } as const;

/**
 * Cases of which somebody has a part: the case, its stage, a place in its task force; of one that is closed too, a breach to answer
 * for. What a process that hands them over asks.
 */
@Operation({ zh: '某人的未結案件', en: "Ids of a person's open cases", allow, example: { staffId: 'li.na' } })
export class OpenCaseIdsOf extends ListQuestion {
  @Matches(code) readonly staffId!: string;
}

/** Cases of a customer that are not closed: what a process that plans them anew for the customer's tier asks. */
@Operation({
  zh: '某客戶的未結案件',
  en: "Ids of a customer's open cases",
  allow,
  example: { customerId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
})
export class OpenCaseIdsOfCustomer extends ListQuestion {
  @IsUUID() readonly customerId!: string;
}

/** Cases with a clock that goes on by an older calendar: what a process that plans them anew asks (U-29). */
@Operation({
  zh: '按舊日曆計時的案件',
  en: 'Ids of cases planned by an older calendar',
  allow,
  example: { calendarVersion: 2 },
})
export class CaseIdsPlannedBefore extends ListQuestion {
  @IsInt() @Min(1) readonly calendarVersion!: number;
}
