import { Health } from './health.js';
import { serveHealth, type HealthServer } from './health-server.js';

describe('the health of a process without an API', () => {
  const health = new Health();
  let server: HealthServer;
  let ready = true;
  health.add('part', () => ({ ready }));
  beforeAll(async () => {
    const pages = { '/metrics': () => Promise.resolve({ type: 'text/plain', body: 'lag 0' }) };
    server = await serveHealth(health, { host: '127.0.0.1', port: 0, pages });
  });
  afterAll(() => server.close());

  const get = async (path: string): Promise<[number, string]> => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return [response.status, await response.text()];
  };

  it('is told by its own port, as an API tells it', async () => {
    expect(await get('/health/live')).toEqual([200, '{"status":"up"}']);
    expect(await get('/health/ready')).toEqual([200, '{"ready":true,"parts":{"part":{"ready":true}}}']);
    ready = false;
    expect((await get('/health/ready?why'))[0]).toBe(503);
  });

  it('has further pages beside it, and no others', async () => {
    expect(await get('/metrics')).toEqual([200, 'lag 0']);
    expect((await get('/constructor'))[0]).toBe(404);
    expect((await get('/deals'))[0]).toBe(404);
  });
});
