import { rowsOf } from '@dealtrail/event-sourcing';
import { parse } from 'csv-parse/sync';
import { csvHead, csvLines } from './csv.js';
import { csvOf, prefersCsv, type RowPage } from './csv-download.js';

const line = (...values: readonly unknown[]): string => {
  const columns = values.map((_, index) => `c${index}`);
  return csvLines(columns, [Object.fromEntries(values.map((value, index) => [`c${index}`, value]))]);
};

describe('CSV', () => {
  it('begins with a byte order mark and the names of the columns', () =>
    expect(Buffer.from(csvHead(['number', 'listPrice.amount'])).toString('hex')).toBe(
      Buffer.from('efbbbf', 'hex').toString('hex') + Buffer.from('number,listPrice.amount\r\n').toString('hex'),
    ));

  it('quotes what would break a line, and ends lines as RFC 4180 says', () =>
    expect(line('a,b', 'say "hi"', 'two\nlines', ' kept ', '中文')).toBe(
      '"a,b","say ""hi""","two\nlines", kept ,中文\r\n',
    ));

  it('flattens members, joins lists, shows deeper values as JSON and nothing as nothing', () => {
    const row = { price: { amount: 5, currency: 'USD' }, tags: ['a', 'b'], deep: [{ x: 1 }], none: null };
    const columns = ['price.amount', 'price.currency', 'tags', 'deep', 'none', 'missing', 'missing.too', 'none.too'];
    expect(csvLines(columns, [row])).toBe('5,USD,a;b,"[{""x"":1}]",,,,\r\n');
    expect(csvLines(['price'], [row])).toBe('"{""amount"":5,""currency"":""USD""}"\r\n');
  });

  it.each([
    '=1+1',
    '+cmd|calc',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '=HYPERLINK("http://x","y")',
  ])('makes %j harmless', (text) => {
    expect(parse(line(text, 'x'))).toEqual([[`'${text}`, 'x']]);
    expect(parse(line([text, 'b'], 'x'))).toEqual([[`'${text};b`, 'x']]);
  });

  it('leaves numbers numbers, and text that only holds a sign inside', () =>
    expect(line(-5, 0, 1.5, true, '2026-03-02', 'a=b')).toBe('-5,0,1.5,true,2026-03-02,a=b\r\n'));

  it('gives hostile text back as it was', () => {
    const hostile = ['"', '""', "'", ',', 'b\r\n', 'a\r', '\u0000', '\u2028', ';', '"=1"', '😀', '<script>'];
    expect(parse(line(...hostile))).toEqual([hostile]);
  });
});

describe('a download', () => {
  const pages = (...sizes: readonly number[]) => {
    const asked: string[] = [];
    const page = (n: number): RowPage => ({
      rows: Array.from({ length: sizes[n] ?? 0 }, (_, i) => ({ at: `${n}.${i}` })),
      ...(n + 1 < sizes.length && { nextCursor: String(n + 1) }),
    });
    const next = (cursor: string) => {
      asked.push(cursor);
      return Promise.resolve(page(Number(cursor)));
    };
    return { asked, first: page(0), next };
  };
  const read = async (text: AsyncIterable<string>): Promise<string> => {
    let all = '';
    for await (const part of text) all += part;
    return all;
  };

  it('follows every page, an empty one too', async () => {
    const { asked, first, next } = pages(2, 0, 1);
    expect(await read(csvOf(['at'], first, next))).toBe('\uFEFFat\r\n0.0\r\n0.1\r\n2.0\r\n');
    expect(asked).toEqual(['1', '2']);
  });
  it('of an empty list names its columns', async () => {
    const { first, next } = pages(0);
    expect(await read(csvOf(['at'], first, next))).toBe('\uFEFFat\r\n');
  });
  it('asks for a page when the one before is taken, not sooner', async () => {
    const { asked, first, next } = pages(1, 1, 1);
    const text = csvOf(['at'], first, next);
    await text.next();
    await text.next();
    expect(asked).toEqual([]);
    await text.next();
    expect(asked).toEqual(['1']);
  });
  it('may be as long as the limit and no longer', async () => {
    const full = pages(2, 2);
    expect(await read(csvOf(['at'], full.first, full.next, 4))).toContain('1.1');
    const over = pages(2, 2, 1);
    await expect(read(csvOf(['at'], over.first, over.next, 4))).rejects.toMatchObject({ code: 'download-too-long' });
  });
});

describe('who prefers CSV', () => {
  it.each(['text/csv', 'text/csv;q=0.9, */*;q=0.1', 'TEXT/CSV; charset=utf-8', 'text/csv, application/json;q=0.5'])(
    '%s',
    (accept) => expect(prefersCsv(accept)).toBe(true),
  );
});

describe('who does not', () => {
  it.each([
    undefined,
    '*/*',
    'text/*',
    'text/html, */*;q=0.8',
    'application/json, text/csv',
    'text/csv;q=0.4, application/json;q=0.5',
    'text/csv;q=0',
    'text/csv2',
  ])('%s', (accept) => expect(prefersCsv(accept)).toBe(false));
});

describe('columns', () => {
  interface Row {
    readonly number: string;
    readonly price?: { readonly amount: number; readonly currency: string };
  }
  it('show every member of a row, or do not compile', () => {
    expect(rowsOf<Row>('items')(['number', 'price.amount'])).toEqual({
      of: 'items',
      columns: ['number', 'price.amount'],
    });
    // @ts-expect-error no column shows the price
    rowsOf<Row>('items')(['number']);
    // @ts-expect-error there is no such member
    rowsOf<Row>('items')(['number', 'price', 'colour']);
  });
});
