import { randomUUID } from 'node:crypto';
import { loadTokenKey, signToken } from '@dealtrail/http';
import { Caller, type Answer } from './caller.js';
import type { Cluster } from './cluster.js';
import { until } from './until.js';

const people: readonly (readonly [staffId: string, role: string, unitId?: string])[] = [
  ['li.na', 'rep'],
  ['gao.feng', 'director'],
  ['fang.yuan', 'legal', 'legal'],
  ['he.jun', 'legal', 'legal'],
  ['qin.tao', 'finance', 'finance'],
  ['su.yi', 'finance', 'finance'],
];

/** Who works here: the people that contracts need, and their tokens. */
export class Company {
  /** The text that every contract refers to. */
  text: unknown;

  private constructor(
    private readonly caller: Caller,
    private readonly tokens: ReadonlyMap<string, string>,
  ) {}

  static async in(cluster: Cluster): Promise<Company> {
    const key = await loadTokenKey(cluster.dataDir);
    const ids = ['admin', ...people.map(([staffId]) => staffId)];
    const tokens = await Promise.all(ids.map(async (id) => [id, await signToken(key, id, 24 * 3_600)] as const));
    const company = new Company(new Caller(cluster.port), new Map(tokens));
    for (const unitId of ['legal', 'finance'])
      await company.done('/units', 'admin', { unitId, kind: 'department', name: unitId });
    for (const [staffId, role, unitId] of people)
      await company.done('/staff', 'admin', { staffId, name: staffId, roles: [role], ...(unitId && { unitId }) });
    await company.done('/units/legal/head', 'admin', { head: 'he.jun' });
    await company.done('/units/finance/head', 'admin', { head: 'su.yi' });
    const file = { token: company.token('li.na'), body: '合同正文', contentType: 'text/plain' };
    const brought = await until('the text is there', () => company.caller.ask('POST', '/files', file), created);
    company.text = brought.answer?.body;
    return company;
  }

  token(staffId: string): string {
    return this.tokens.get(staffId) ?? '';
  }

  /** Posts until it is done: each process hears of new people in a moment, and not all at once. */
  async done(path: string, staffId: string, body: unknown = {}): Promise<Answer['body']> {
    const asking = { token: this.token(staffId), key: randomUUID(), body };
    const post = (): Promise<Answer | undefined> => this.caller.ask('POST', path, asking);
    const { answer } = await until(`${path} is done`, post, (got) => (got?.status ?? 500) < 300, 120);
    return answer?.body ?? {};
  }

  async get(path: string, staffId = 'admin'): Promise<Answer['body']> {
    const ask = (): Promise<Answer | undefined> => this.caller.ask('GET', path, { token: this.token(staffId) });
    const { answer } = await until(`${path} is answered`, ask, (got) => got?.status === 200);
    return answer?.body ?? {};
  }
}

const created = (answer: Answer | undefined): boolean => answer?.status === 201;
