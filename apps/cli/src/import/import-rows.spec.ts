import type { MappedRow, RowStep } from '../mappings/mapping.js';
import { importRows, type ItemResult } from './import-rows.js';

const row = (line: number, steps = 2): MappedRow => ({
  file: 'deals.csv',
  line,
  row: `r${line}`,
  steps: Array.from({ length: steps }, (_, step) => ({
    row: `r${line}`,
    step: `s${step}`,
    command: { type: 'RegisterDeal' },
  })),
});

const stage = (...rows: MappedRow[]) => ({
  name: 'deals',
  lines: rows.length,
  async *rows() {
    yield* rows;
  },
});

const all = (items: readonly RowStep[], outcome: ItemResult['outcome']): ItemResult[] =>
  items.map(({ row, step }) => ({ row, step, outcome }));

describe('importing rows', () => {
  it('keeps the items of a row in one request, in order', async () => {
    const sent: string[][] = [];
    const rows = Array.from({ length: 10 }, (_, index) => row(index, 3));
    const counts = await importRows(stage(...rows), {
      batch: 7,
      post: async (items) => (sent.push(items.map(({ row, step }) => row + step)), all(items, 'done')),
      refuse: () => undefined,
    });
    expect(counts).toMatchObject({ rows: 10, done: 10, commands: 30 });
    expect(sent).toHaveLength(5);
    expect(sent[0]).toEqual(['r0s0', 'r0s1', 'r0s2', 'r1s0', 'r1s1', 'r1s2']);
  });

  it('counts a row once, by the worst of its steps', async () => {
    const outcomes: ItemResult['outcome'][][] = [
      ['done', 'done'],
      ['already', 'done'],
      ['already', 'already'],
      ['done', 'refused'],
      ['refused', 'skipped'],
    ];
    const refused: number[] = [];
    const sent = new Set<string>();
    const counts = await importRows(
      stage(...outcomes.map((_, line) => row(line)), {
        file: 'f',
        line: 9,
        row: 'bad',
        problems: [{ field: 'f', code: 'c', message: 'm' }],
      }),
      {
        post: async (items) =>
          items.map(({ row, step }) => {
            const outcome = outcomes[Number(row.slice(1))]?.[Number(step.slice(1))] ?? 'failed';
            const again = sent.has(row + step) && outcome === 'done';
            sent.add(row + step);
            return { row, step, outcome: again ? 'already' : outcome };
          }),
        refuse: ({ line }) => void refused.push(line),
      },
    );
    expect(counts).toMatchObject({ rows: 6, done: 2, already: 1, refused: 3, failed: 0, commands: 4 });
    expect(refused.sort()).toEqual([3, 4, 9]);
  });

  it('tries a refused row once more at the end: what it refers to may have come with a later row', async () => {
    const sent: string[] = [];
    const counts = await importRows(stage(row(1, 1), row(2, 1)), {
      post: async (items) =>
        items.map(({ row, step }) => {
          const outcome = row === 'r2' || sent.includes('r2') ? 'done' : 'refused';
          sent.push(row);
          return { row, step, outcome, code: 'parent-not-found' };
        }),
      refuse: () => undefined,
    });
    expect(sent).toEqual(['r1', 'r2', 'r1']);
    expect(counts).toMatchObject({ done: 2, refused: 0 });
  });

  it('sends again what failed for a passing reason, and only that', async () => {
    const sent: number[] = [];
    const counts = await importRows(stage(row(1, 1), row(2, 1)), {
      pauseMs: 1,
      post: async (items) => (
        sent.push(items.length),
        sent.length < 3 ? [...all(items.slice(0, -1), 'done'), ...all(items.slice(-1), 'failed')] : all(items, 'done')
      ),
      refuse: () => undefined,
    });
    expect(sent).toEqual([2, 1, 1]);
    expect(counts).toMatchObject({ done: 2, failed: 0 });
  });

  it('reports what keeps failing, and goes on', async () => {
    const codes: string[] = [];
    const counts = await importRows(stage(row(1, 1)), {
      pauseMs: 1,
      post: async (items) => items.map(({ row, step }) => ({ row, step, outcome: 'failed', code: 'unavailable' })),
      refuse: (_, [problem]) => void codes.push(problem?.code ?? ''),
    });
    expect(counts).toMatchObject({ failed: 1 });
    expect(codes).toEqual(['unavailable']);
  });

  it('ends when the API refuses a whole request', async () => {
    const rows = Array.from({ length: 50 }, (_, line) => row(line));
    await expect(
      importRows(stage(...rows), { batch: 2, post: () => Promise.reject(new Error('403')), refuse: () => undefined }),
    ).rejects.toThrow('403');
  });
});
