import type { Actor, Reach } from '@dealtrail/event-sourcing';
import { caseRegister, type CaseRow } from '@dealtrail/cases';
import type { Question, ReadStore, Tables } from '@dealtrail/read-store';
import { sql, type RawBuilder } from 'kysely';
import { all } from './case-conditions.js';
import { withoutNulls } from './without-nulls.js';

/** The people of an actor: themselves, or nobody. */
const selfOf = (actor: Actor): readonly string[] => (actor.kind === 'staff' ? [actor.id] : []);

/** Of the register the cases in reach, and those the actor has or had a part of: what may be read one by one too. */
export const readable = (reach: Reach, actor: Actor): readonly RawBuilder<boolean>[] =>
  reach === 'all'
    ? []
    : [
        sql<boolean>`("ownerId" = any(${[...reach]}) or "sellerId" = any(${[...reach]}) or "assigned" && ${selfOf(actor)})`,
      ];

/** Of rows of cases those whose case is like this by now. */
export const ofCases = (tables: Tables, conditions: readonly RawBuilder<boolean>[]): readonly RawBuilder<boolean>[] =>
  conditions.length === 0
    ? []
    : [sql`"caseId" in (select "caseId" from ${sql.raw(tables.table(caseRegister))} where ${all(conditions)})`];

/** Whose a case is, and whom it concerns. */
export type Whose = Pick<CaseRow, 'ownerId' | 'sellerId' | 'customerId' | 'orderId' | 'productId'>;

/** Rows with whose their cases are by now: a fact that says so does not touch every row of its case. */
export async function withWhose<R extends { readonly caseId: string; readonly responsibleId: string }>(
  store: ReadStore,
  when: Pick<Question, 'minPosition' | 'asOf'>,
  rows: readonly R[],
): Promise<{ readonly rows: readonly (R & Whose)[]; readonly position: string }> {
  const ids = [...new Set(rows.map(({ caseId }) => caseId))];
  const { answer, position } = await store.ask([caseRegister], when, async (tables) =>
    ids.length === 0
      ? []
      : tables
          .from(caseRegister)
          .select(['caseId', 'ownerId', 'sellerId', 'customerId', 'orderId', 'productId'])
          .where('caseId', 'in', ids)
          .execute(),
  );
  const whose = new Map(answer.map(({ caseId, ...one }) => [caseId, withoutNulls(one) as Whose]));
  const nobodys = ({ responsibleId }: R): Whose => ({ ownerId: responsibleId }); // while the register is behind
  return { rows: rows.map((row) => ({ ...row, ...(whose.get(row.caseId) ?? nobodys(row)) })), position };
}
