import { customerRegister } from '@dealtrail/customers';
import { contains, type Question, type ReadStore } from '@dealtrail/read-store';
import { staffRegister } from '@dealtrail/staff';

/** What ids are called; an id nobody knows is called by itself. */
export interface Labels {
  readonly customer: (customerId: string | undefined) => string | undefined;
  readonly person: (staffId: string) => string;
  /** Decimal; the lowest checkpoint read. */
  readonly position: string;
}

type When = Pick<Question, 'minPosition' | 'asOf'>;

/** The names of these customers and people, joined when asked: facts carry ids only. */
export async function labelsOf(
  store: ReadStore,
  when: When,
  customerIds: readonly (string | undefined)[],
  staffIds: readonly string[],
): Promise<Labels> {
  const customers = [...new Set(customerIds)].filter((id) => id !== undefined);
  const people = [...new Set(staffIds)];
  const { answer, position } = await store.ask([customerRegister, staffRegister], when, async (tables) => ({
    customers:
      customers.length === 0
        ? []
        : await tables
            .from(customerRegister)
            .select(['customerId', 'name'])
            .where('customerId', 'in', customers)
            .execute(),
    people:
      people.length === 0
        ? []
        : await tables.from(staffRegister).select(['staffId', 'name']).where('staffId', 'in', people).execute(),
  }));
  const customerNames = new Map(answer.customers.map(({ customerId, name }) => [customerId, name]));
  const peopleNames = new Map(answer.people.map(({ staffId, name }) => [staffId, name]));
  return {
    customer: (id) => (id === undefined ? undefined : (customerNames.get(id) ?? id)),
    person: (id) => peopleNames.get(id) ?? id,
    position,
  };
}

/** The lower of two decimal positions: what an answer made of both may claim. */
export const lowest = (a: string, b: string): string => (Number(a) < Number(b) ? a : b);

/** The first thousand customers whose names contain the text; none for no text. */
export async function customersCalled(store: ReadStore, text: string | undefined, when: When): Promise<string[]> {
  if (text === undefined || text === '') return [];
  const { answer } = await store.ask([customerRegister], when, (tables) =>
    tables
      .from(customerRegister)
      .select('customerId')
      .where(contains('name', text))
      .orderBy('name')
      .limit(1_000)
      .execute(),
  );
  return answer.map(({ customerId }) => customerId);
}
