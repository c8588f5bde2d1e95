import '@dealtrail/cases';
import '@dealtrail/contracts';
import '@dealtrail/customer-links';
import '@dealtrail/customers';
import '@dealtrail/deals';
import '@dealtrail/orders';
import '@dealtrail/payments';
import '@dealtrail/policies';
import '@dealtrail/product-feedback';
import '@dealtrail/reminders';
import '@dealtrail/staff';
import './views.registry.js';
import { getMetadataStorage, validateSync } from 'class-validator';

type Message = abstract new () => object;
interface Field {
  readonly target: Message;
  readonly propertyName: string;
}

/** Every field that says what may be in it, of whatever a client can send, parts of messages too. */
const fields = [...storedMetadata()]
  .map(({ target, propertyName }) => [target, propertyName] as const)
  .filter(([, property]) => property !== 'metadata'); // set at the edge, never by the client
const named = new Map(fields.map(([target, property]) => [`${target.name}.${property}`, [target, property] as const]));

function storedMetadata(): readonly Field[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<unknown, Field[]>;
  };
  return [...validationMetadatas.values()].flat();
}

/** More than the largest text or list that any message may have. */
const [characters, items] = [250_000, 1_001];
const endless: Readonly<Record<string, unknown>> = {
  letters: 'a'.repeat(characters),
  'words of Chinese': '長'.repeat(characters),
  digits: '1'.repeat(characters),
  'a code': Array.from({ length: characters / 2 }, () => 'a').join('.'),
  'a list of texts': Array.from({ length: items }, (_, n) => `a${n}`),
  'a list of numbers': Array.from({ length: items }, (_, n) => n + 1),
  'a list of lists': Array.from({ length: items }, () => ({})),
};

describe('what a client sends', () => {
  it('has an end, whatever it is', () => {
    expect(named.size).toBeGreaterThan(500);
    const without = [...named].flatMap(([name, [target, property]]) =>
      Object.entries(endless)
        .filter(([, value]) => {
          const message = Object.assign(Object.create(target.prototype as object) as object, { [property]: value });
          return !validateSync(message, { stopAtFirstError: true }).some((error) => error.property === property);
        })
        .map(([kind]) => `${name} takes ${kind}`),
    );
    expect(without).toEqual([]);
  });
});
