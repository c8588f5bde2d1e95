import { Operation, type Permission } from '@dealtrail/event-sourcing';
import { ListQuestion } from '@dealtrail/read-store';
import { code, sellingRoles } from '@dealtrail/staff';
import { Matches } from 'class-validator';
import { answeringRoles } from './product-feedback.commands.js';

/** Who reads items: sellers those in reach, who answers their own; admins and auditors all. */
export const feedbackReaders: Permission['roles'] = {
  ...sellingRoles,
  ...answeringRoles,
  admin: 'all',
  auditor: 'all',
};

/** Items that are not closed, of a seller or of who answers: what a process that hands them over asks. */
@Operation({
  zh: '某人的未結產品反饋',
  en: "Ids of a person's open product feedback",
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { staffId: 'qin.tao' },
})
export class OpenProductFeedbackIdsOf extends ListQuestion {
  @Matches(code) readonly staffId!: string;
}
