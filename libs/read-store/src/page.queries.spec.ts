import { validateSync } from 'class-validator';
import { ListQuestion } from './page.queries.js';

class DealList extends ListQuestion {}
const refused = (given: Partial<Record<keyof ListQuestion, unknown>>): string[] =>
  validateSync(Object.assign(new DealList(), given), { whitelist: true, forbidNonWhitelisted: true }).map(
    ({ property }) => property,
  );

describe('paging of questions', () => {
  it('takes what may be asked', () => {
    expect(refused({})).toEqual([]);
    expect(refused({ limit: 200, cursor: 'abc', sort: '-amount', minPosition: '12' })).toEqual([]);
    for (const asOf of ['2026-11-01T00:00:00Z', '2026-11-01T08:00:00.5+08:00']) expect(refused({ asOf })).toEqual([]);
  });

  it('refuses the rest by field', () => {
    for (const limit of [0, 201, 1.5, '50']) expect(refused({ limit })).toEqual(['limit']);
    for (const sort of ['', '--a', 'a;b', 'a,b', '-']) expect(refused({ sort })).toEqual(['sort']);
    for (const minPosition of ['-1', '1e3', '', '1'.repeat(16), 5])
      expect(refused({ minPosition })).toEqual(['minPosition']);
    for (const asOf of ['2026-11-01', 'now', '2026-11-01T00:00:00', 1]) expect(refused({ asOf })).toEqual(['asOf']);
    expect(refused({ cursor: 'x'.repeat(4_001) })).toEqual(['cursor']);
  });
});
