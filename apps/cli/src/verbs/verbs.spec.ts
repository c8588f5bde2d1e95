import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shortNumber } from '@dealtrail/event-sourcing';
import { sampleDocument } from '../api/sample-document.js';
import { program } from '../program.js';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

type Route = (asked: Asked) => unknown;

/** A small API with the sample document; a route answers its body, a `problem` with a status, or CSV, cut when its last line is. */
async function api(routes: Readonly<Record<string, Route>>) {
  const asked: Asked[] = [];
  const all: Readonly<Record<string, Route>> = { 'GET /openapi.json': () => sampleDocument, ...routes };
  const server = createServer((request, response) => {
    void (async () => {
      const body = request.method === 'POST' ? ((await json(request)) as Record<string, unknown>) : {};
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      asked.push(one);
      const answer = all[`${one.method} ${one.url.split('?')[0]}`]?.(one) ?? {
        problem: { code: 'no-route' },
        status: 404,
      };
      if (typeof answer === 'string') {
        response.writeHead(200, { 'content-type': 'text/csv' });
        response.write(answer);
        return void (answer.endsWith('\r\n') ? response.end() : setImmediate(() => response.destroy()));
      }
      const { problem, status } = answer as { problem?: object; status?: number };
      response.writeHead(problem ? (status ?? 400) : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(problem ?? answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Runs one verb as the person `t`; answers what it printed. */
async function dealtrail(url: string, ...words: string[]): Promise<string> {
  let printed = '';
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await program().parseAsync(['node', 'dealtrail', ...words, '--url', url, '--token', 't']);
  } finally {
    stdout.mockRestore();
  }
  return printed;
}

describe('the verbs', () => {
  it('send: fills address and body, keeps the key, prints one JSON value', async () => {
    const { asked, url } = await api({
      'POST /deals/d/win': () => ({ streamId: 'deal-d', revision: 4, position: '9' }),
    });
    const printed = await dealtrail(url, 'send', 'WinDeal', 'dealId=d', 'amount=1054.50 USD', '--key', 'k', '--json');
    expect(JSON.parse(printed)).toEqual({ streamId: 'deal-d', revision: 4, position: '9' });
    expect(asked[1]?.body).toEqual({ amount: { amount: 105450, currency: 'USD' } });
    expect(asked[1]?.headers).toMatchObject({ 'idempotency-key': 'k', authorization: 'Bearer t' });
  });

  it('send: sends nothing when a field is unknown', async () => {
    const { asked, url } = await api({});
    await expect(dealtrail(url, 'send', 'WinDeal', 'dealId=d', 'amuont=1 USD')).rejects.toMatchObject({
      hint: 'Did you mean amount?',
    });
    expect(asked.map(({ url: address }) => address)).toEqual(['/openapi.json']);
  });

  it('operations: lists what send and query take, and send sends nothing else', async () => {
    const { asked, url } = await api({});
    const listed = JSON.parse(await dealtrail(url, 'operations', '--json')) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(['WinDeal', 'DealRegister', 'DealTrail']);
    await expect(dealtrail(url, 'send', 'UploadFile')).rejects.toThrow('There is no command UploadFile');
    await expect(dealtrail(url, 'query', 'DealOffer', 'dealId=d')).rejects.toThrow('There is no query DealOffer');
    expect(asked.map(({ url: address }) => address)).toEqual(Array(3).fill('/openapi.json'));
  });

  it('query --all: follows the cursor up to the limit', async () => {
    const pages: Route = ({ url }) => {
      const { searchParams } = new URL(url, 'http://x');
      const at = Number(searchParams.get('cursor') ?? 0);
      const next = at + Math.min(2, Number(searchParams.get('limit')));
      const items = [{ n: at }, { n: at + 1 }].slice(0, next - at);
      return { items, position: '7', ...(next < 10 && { nextCursor: String(next) }) };
    };
    const { url } = await api({ 'GET /deals': pages });
    const all = JSON.parse(await dealtrail(url, 'query', 'DealRegister', '--all', '--json')) as { items: unknown[] };
    expect(all.items).toHaveLength(10);
    const some = JSON.parse(await dealtrail(url, 'query', 'DealRegister', '--all', '--max', '3', '--json')) as object;
    expect(some).toEqual({ items: [{ n: 0 }, { n: 1 }, { n: 2 }], position: '7', nextCursor: '3' });
  });

  it('query --csv: writes the file as it comes', async () => {
    const file = '\uFEFFn,title\r\n1,"a, b"\r\n';
    const { asked, url } = await api({ 'GET /deals': () => file });
    expect(await dealtrail(url, 'query', 'DealRegister', 'text=b', '--csv')).toBe(file);
    expect(asked.at(-1)).toMatchObject({
      url: '/deals?text=b',
      headers: { accept: expect.stringMatching(/^text\/csv/) },
    });
  });

  it('query --csv: says that a list broke off, why it was refused, and what is no list', async () => {
    const cut = await api({ 'GET /deals': () => '\uFEFFn,title\r\n1,"a' });
    await expect(dealtrail(cut.url, 'query', 'DealRegister', '--csv')).rejects.toMatchObject({
      problem: { code: 'broken-off' },
    });
    const no = await api({ 'GET /deals': () => ({ problem: { code: 'role-not-permitted' }, status: 403 }) });
    await expect(dealtrail(no.url, 'query', 'DealRegister', '--csv')).rejects.toMatchObject({
      problem: { code: 'role-not-permitted', status: 403 },
    });
    await expect(dealtrail(no.url, 'query', 'DealTrail', 'dealId=d', '--csv')).rejects.toThrow('is no list');
    await expect(dealtrail(no.url, 'query', 'DealRegister', '--csv', '--json')).rejects.toThrow('--json');
  });

  it('trail: finds a deal by its short number', async () => {
    const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const number = shortNumber(dealId);
    const { asked, url } = await api({
      'GET /deals': () => ({ items: [{ dealId, number }] }),
      [`GET /deals/${dealId}/trail`]: () => ({
        items: [{ occurredAt: '2017-02-28T16:00:00.000Z', who: '李娜', sentence: '登記了商機' }],
      }),
    });
    expect(await dealtrail(url, 'trail', number.toLowerCase())).toBe('2017-03-01 00:00  李娜  登記了商機\n');
    expect(asked.at(-1)?.url).toBe(`/deals/${dealId}/trail?lang=zh`);
  });

  it('upload: sends the very bytes under their type, and nothing it does not know', async () => {
    const { asked, url } = await api({ 'POST /files': () => ({ sha256: 'ab', name: 'a.txt' }) });
    const folder = await mkdtemp(join(tmpdir(), 'dealtrail-'));
    await writeFile(join(folder, 'a.txt'), '{"text":"甲方"}');
    expect(await dealtrail(url, 'upload', join(folder, 'a.txt'))).toBe('{"sha256":"ab","name":"a.txt"}\n');
    expect(asked).toMatchObject([
      {
        url: '/files',
        headers: { 'content-type': 'text/plain', 'content-disposition': "attachment; filename*=UTF-8''a.txt" },
        body: { text: '甲方' },
      },
    ]);
    await expect(dealtrail(url, 'upload', join(folder, 'a.exe'))).rejects.toThrow('ends with');
  });

  it('import: brings what can be told, reports the rest, ends with 1', async () => {
    type Item = { row: string; step: string };
    const { asked, url } = await api({
      'POST /imports': ({ body }) => ({
        results: (body['items'] as Item[]).map(({ row, step }) => ({ row, step, outcome: 'done' })),
      }),
    });
    const report = join(await mkdtemp(join(tmpdir(), 'dealtrail-')), 'refused.csv');
    const sample = join(__dirname, '../mappings/sample/crm-pipeline');
    const printed = await dealtrail(url, 'import', 'crm-pipeline', sample, '--report', report, '--json');
    expect(JSON.parse(printed)).toMatchObject({ mapping: 'crm-pipeline', done: 18, refused: 7, failed: 0, report });
    expect(process.exitCode).toBe(1);
    expect((await readFile(report, 'utf8')).split('\r\n').slice(0, 3)).toEqual([
      'file,line,row,field,code,message',
      'accounts.csv,4,Cinderwell,,not-a-value,not a number of millions: lots',
      'sales_pipeline.csv,7,BAD00001,sales_agent,unknown-agent,"""Nobody Known"" is not in sales_teams.csv"',
    ]);
    expect(asked.every(({ body }) => body['dryRun'] !== true)).toBe(true);
  });
});
