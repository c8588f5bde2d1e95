import { Allow } from 'class-validator';
import { Operation, type Actor } from '@dealtrail/event-sourcing';

/** What an operator looks at first. */
@Operation({
  zh: '運維總覽',
  en: 'What an operator looks at first',
  allow: { roles: { admin: 'all', auditor: 'all' } },
  whileBlind: true,
  example: {},
})
export class OperatorPage {
  @Allow() readonly metadata!: { readonly actor: Actor };
}
