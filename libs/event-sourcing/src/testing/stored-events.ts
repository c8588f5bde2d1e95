import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evolve } from '../decider.js';
import { EventTypes, type AnyEventSchema } from '../event-schema.js';

/** A frozen sample: what the log holds of one version of an event, personal fields readable. */
interface Sample {
  readonly type: string;
  readonly version: number;
  readonly data: object;
}

/** `ContractDrafted`, 2 → `contract-drafted.v2.json`. */
const fileOf = (type: string, version: number): string =>
  `${type.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.v${version}.json`;

/**
 * Holds a context to its frozen samples in `folder`: there is one for every version of every event ever written and no other
 * file; each reads in today's shape and folds. `folds` are all tables that must take them: deciders and what is known.
 */
export function storedEvents(
  folder: string,
  schemas: readonly AnyEventSchema[],
  folds: readonly { readonly evolve: object; readonly initialState: unknown }[],
): void {
  const types = new EventTypes(schemas);
  const expected = schemas.flatMap((schema) =>
    Object.entries(schema.types).flatMap(([type, { version }]) =>
      Array.from({ length: version }, (_, before) => fileOf(type, before + 1)),
    ),
  );

  describe('stored events', () => {
    it('have one frozen sample for every version ever written', () => {
      expect(readdirSync(folder).sort()).toEqual(expected.sort());
    });

    it.each(expected)('%s is read and folded', (file) => {
      const { type, version, data } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample;
      expect(fileOf(type, version)).toBe(file);
      const event = { type, data: types.upcast(type, version, data) };
      const taking = folds.filter((fold) => Object.hasOwn(fold.evolve, type));
      expect(taking.length).toBeGreaterThan(0);
      for (const fold of taking) expect(() => evolve(fold, fold.initialState, event)).not.toThrow();
    });
  });
}
