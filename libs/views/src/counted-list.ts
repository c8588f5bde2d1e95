import { type KnownKeeper, permissionOf, reachOf, type Reach } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { type ReadStore, type ListQuestion } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import type { RawBuilder } from 'kysely';
import { all } from './case-conditions.js';
import { Organisation } from './organisation.js';

/** What the lists behind figures have in common: whose rows, and who is in which team. */
export abstract class Listed<Q extends ListQuestion> {
  constructor(
    protected readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  protected async asked(
    question: Q,
    conditions: (reach: Reach, organisation: Organisation) => readonly RawBuilder<boolean>[],
  ): Promise<{ readonly where: RawBuilder<boolean>; readonly position: string }> {
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const { answer, position } = await this.store.ask([staffRegister, unitRegister], question, Organisation.from);
    return { where: all(conditions(reach, answer)), position };
  }
}
