import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Operation, rowsOf, Unavailable } from '@dealtrail/event-sourcing';
import { Controller, Get, Module } from '@nestjs/common';
import { Allow, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { FromRequest } from './from-request.js';
import { faults, serve, type Served } from './testing/application.js';

interface Letter {
  readonly to: string;
  readonly grams: number;
}

const rows = rowsOf<Letter>('items')(['to', 'grams']);

/** Letters 1 to `until`, page by page; the store is away from letter `away` on. */
@Operation({ zh: '信件列表', en: 'List letters', allow: { roles: { rep: 'own' } }, example: {}, rows })
class LetterList {
  @Allow() readonly metadata!: { readonly actor: { readonly id: string } };
  @IsOptional() @IsInt() @Min(1) @Max(200) readonly limit?: number;
  @IsOptional() @IsString() readonly cursor?: string;
  @IsOptional() @IsString() readonly asOf?: string;
  @IsInt() readonly until!: number;
  @IsOptional() @IsInt() readonly away?: number;
}

@Operation({
  zh: '按重量',
  en: 'By weight',
  allow: { roles: { rep: 'own' } },
  example: {},
  rows: { ...rows, of: 'groups' },
})
class LettersByWeight {
  @Allow() readonly metadata!: object;
}

@Operation({ zh: '信件', en: 'One letter', allow: { roles: { rep: 'own' } }, example: {} })
class LetterPage {
  @Allow() readonly metadata!: object;
}

@Controller('letters')
class LetterController {
  /** Limits asked for. */
  static readonly limits: (number | undefined)[] = [];

  @Get() list(@FromRequest() { limit = 50, cursor = '0', until, away = Infinity, metadata }: LetterList) {
    LetterController.limits.push(limit);
    const from = Number(cursor);
    if (from >= away) throw new Unavailable('read-store-away', 'away');
    const items = Array.from({ length: Math.min(limit, until - from) }, (_, n) => ({
      to: `${metadata.actor.id} ${from + n + 1}`,
      grams: from + n + 1,
    }));
    const at = from + items.length;
    return { items, position: '7', ...(at < until && { nextCursor: String(at) }) };
  }
  @Get('by-weight') byWeight(@FromRequest() _: LettersByWeight) {
    return { groups: [{ to: '=all', grams: -1 }], total: 1, position: '7' };
  }
  @Get('one') one(@FromRequest() _: LetterPage) {
    return { to: 'Lin', stamps: [] };
  }
}

@Module({ controllers: [LetterController] })
class LetterModule {}

describe('lists as CSV', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(LetterModule);
    await served.app.listen(0, '127.0.0.1');
  });
  afterAll(() => served.app.close());
  beforeEach(() => void LetterController.limits.splice(0));

  const ask = (url: string, accept = 'text/csv', as = 'rob') =>
    served.send({ method: 'GET', url, as, headers: { accept } });
  const lines = (text: string): string[] => text.split('\r\n').slice(1, -1);

  it('come whole, whatever page was asked for, named by the query and the day in Shanghai', async () => {
    const { status, headers, text } = await ask('/letters?until=450&limit=3');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="LetterList-2026-11-23.csv"',
      'cache-control': 'no-store',
    });
    expect(text.slice(0, 12)).toBe('\uFEFFto,grams\r\nr');
    expect(lines(text)).toEqual(Array.from({ length: 450 }, (_, n) => `rob ${n + 1},${n + 1}`));
    expect(LetterController.limits).toEqual([200, 200, 200]);
  });

  it('go on after a cursor, and are named by the day they are as of', async () => {
    const { text, headers } = await ask('/letters?until=300&cursor=298&asOf=2025-12-31T16:00:00Z');
    expect(lines(text)).toEqual(['rob 299,299', 'rob 300,300']);
    expect(headers['content-disposition']).toContain('LetterList-2026-01-01.csv');
  });

  it('are the rows of a report too', async () =>
    expect((await ask('/letters/by-weight')).text).toBe("\uFEFFto,grams\r\n'=all,-1\r\n"));

  it('stay JSON for everybody else, and what is no list is JSON always', async () => {
    const { body } = await ask('/letters?until=450&limit=3', '*/*');
    expect(body).toMatchObject({ nextCursor: '3', position: '7', items: [{ grams: 1 }, { grams: 2 }, { grams: 3 }] });
    expect((await ask('/letters/one')).body).toEqual({ to: 'Lin', stamps: [] });
  });

  it('are refused with a problem document', async () => {
    const lea = await ask('/letters?until=3', 'text/csv', 'lea');
    expect([lea.status, lea.body['code']]).toEqual([403, 'role-not-permitted']);
    expect((await ask('/letters?until=3', 'text/csv', '')).status).toBe(401);
    expect(faults(await ask('/letters?until=many&colour=red'))).toEqual([
      'colour unknown-field',
      'until not-an-integer',
    ]);
    const away = await ask('/letters?until=3&away=0');
    expect([away.status, away.headers['content-type']]).toEqual([503, 'application/problem+json; charset=utf-8']);
  });

  it('break the connection when they fail on their way: what was cut does not look whole', async () => {
    const { port } = served.app.getHttpServer().address() as AddressInfo;
    const authorization = await served.bearer('rob');
    const outcome = await new Promise<{ text: string; complete: boolean }>((resolve, reject) =>
      get({ port, path: '/letters?until=900&away=400', headers: { accept: 'text/csv', authorization } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('error', () => undefined).on('close', () => resolve({ text, complete: answer.complete }));
      }).on('error', reject),
    );
    expect(outcome.complete).toBe(false);
    expect(outcome.text).not.toContain('rob 401');
    expect(served.lines.filter((line) => line.includes('"code":"read-store-away"')).length).toBeGreaterThan(0);
  });

  it('are documented where they can be had, and described once', async () => {
    const { body } = await served.send({ method: 'GET', as: '', url: '/openapi.json' });
    const paths = body['paths'] as Record<string, { get: { responses: { 200: { content: object } } } }>;
    const types = Object.values(paths).map(({ get: { responses } }) => Object.keys(responses[200].content));
    expect(types).toEqual([['application/json', 'text/csv'], ['application/json', 'text/csv'], ['application/json']]);
    expect(body['components']).toMatchObject({ schemas: { Csv: { type: 'string' } } });
  });
});
