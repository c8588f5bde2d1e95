import { CallerRates, LinkRates, type TooManyRequests } from './caller-rates.js';
import { ParcelModule } from './testing/parcels.js';
import { serve, type Served } from './testing/application.js';

const ann = { kind: 'staff', id: 'ann' } as const;

describe('the rates of callers', () => {
  it('are an average over ten seconds, each caller for themselves', async () => {
    const rates = new CallerRates({ perSecond: 1, failedPerMinute: 0 });
    for (let n = 0; n < 10; n++) await rates.asked(ann);
    await expect(rates.asked(ann)).rejects.toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 10 });
    await expect(rates.asked({ kind: 'apiKey', id: 'ann' })).resolves.toBeUndefined();
  });

  it('count failures by address, and IPv6 by network', async () => {
    const rates = new CallerRates({ perSecond: 0, failedPerMinute: 1 });
    await rates.failed('2001:db8:1:2:aaaa::1');
    await expect(rates.failed('2001:db8:1:2:bbbb::2')).rejects.toMatchObject({ code: 'too-many-failed-attempts' });
    await expect(rates.failed('2001:db8:1:3::1')).resolves.toBeUndefined();
    await expect(rates.failed('192.0.2.1')).resolves.toBeUndefined();
  });

  it('have no limit that is turned off', async () => {
    const rates = new CallerRates({ perSecond: 0, failedPerMinute: 0 });
    for (let n = 0; n < 1_000; n++) await Promise.all([rates.asked(ann), rates.failed('192.0.2.1')]);
  });
});

describe('the edge', () => {
  let served: Served;
  afterEach(() => served.app.close());
  const list = (as: string) => served.send({ method: 'GET', url: '/parcels', as });

  it('answers 429 with when to come back to who asks too often, and to nobody else', async () => {
    served = await serve(ParcelModule, { callers: { perSecond: 1, failedPerMinute: 0 } });
    for (let n = 0; n < 10; n++) expect((await list('rob')).status).toBe(200);
    const refused = await list('rob');
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(refused.body).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
    expect((await list('lea')).status).toBe(403);
  });

  it('counts what it forbids, too', async () => {
    served = await serve(ParcelModule, { callers: { perSecond: 1, failedPerMinute: 0 } });
    for (let n = 0; n < 10; n++) expect((await list('nobody')).status).toBe(403);
    expect((await list('nobody')).status).toBe(429);
  });

  it('answers 429 to too many failed attempts, and lets in who comes from there with a good token', async () => {
    served = await serve(ParcelModule, { callers: { perSecond: 0, failedPerMinute: 2 } });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await list('')).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect((await list('rob')).status).toBe(200);
  });
});

describe('rates of links', () => {
  const outcomes = async (n: number, ask: () => Promise<void>) => {
    const codes = [];
    for (let i = 0; i < n; i++)
      codes.push(
        await ask().then(
          () => 'in',
          (error: TooManyRequests) => error.code,
        ),
      );
    return codes;
  };

  it('count holders by link and strangers by address, each alone', async () => {
    const rates = new LinkRates({ perLink: 2, failedPerAddress: 2 });
    expect(await outcomes(3, () => rates.failed('10.0.0.1'))).toEqual(['in', 'in', 'too-many-failed-attempts']);
    expect(await outcomes(3, () => rates.held('a'))).toEqual(['in', 'in', 'too-many-requests']);
    expect(await outcomes(1, () => rates.held('b'))).toEqual(['in']);
    expect(await outcomes(1, () => rates.failed('10.0.0.2'))).toEqual(['in']);
  });

  it('count one line of IPv6 as one', async () => {
    const rates = new LinkRates({ failedPerAddress: 1 });
    expect(await outcomes(1, () => rates.failed('2001:db8:1:2::1'))).toEqual(['in']);
    expect(await outcomes(1, () => rates.failed('2001:db8:1:2::2'))).toEqual(['too-many-failed-attempts']);
  });
});
