import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ofFramework } from './problem.js';
import { languageOf, titleOf, titles } from './problem-titles.js';
import { refusalCodes } from './testing/refusal-codes.js';
import { caseTitles } from './titles/case.titles.js';
import { contractTitles } from './titles/contract.titles.js';
import { dailyCheckTitles } from './titles/daily-check.titles.js';
import { deliveryTitles } from './titles/delivery.titles.js';
import { customerLinkTitles } from './titles/customer-link.titles.js';
import { edgeTitles } from './titles/edge.titles.js';
import { feedbackTitles } from './titles/feedback.titles.js';
import { fileTitles } from './titles/file.titles.js';
import { orderTitles } from './titles/order.titles.js';
import { paymentTitles } from './titles/payment.titles.js';
import { policyTitles } from './titles/policy.titles.js';
import { recordTitles } from './titles/record.titles.js';
import { salesTitles } from './titles/sales.titles.js';
import { servicePromiseTitles } from './titles/service-promise.titles.js';
import { staffTitles } from './titles/staff.titles.js';

const root = join(__dirname, '../../..');
const product = ['libs', 'workflows', 'apps/api', 'apps/projector', 'apps/standalone', 'apps/worker'];

describe('titles of refusals', () => {
  const { codes, unreadable } = refusalCodes(root, product);
  const ofStatuses = Array.from({ length: 200 }, (_, n) => ofFramework(400 + n).code);
  const all = new Set([...codes.keys(), ...ofStatuses]);

  it('are there for every code in the sources', () => {
    expect([...all].filter((code) => !titles[code]).map((code) => `${code}: ${codes.get(code)}`)).toEqual([]);
  });

  it('are there for no code that nobody refuses with', () => {
    expect(Object.keys(titles).filter((code) => !all.has(code))).toEqual([]);
  });

  it('leave out no refusal because its code cannot be read', () => {
    expect(unreadable).toEqual([]);
    expect(codes.size).toBeGreaterThan(140);
  });

  it('say each code once, in both languages', () => {
    const tables = [
      dailyCheckTitles,
      edgeTitles,
      recordTitles,
      staffTitles,
      policyTitles,
      salesTitles,
      contractTitles,
      orderTitles,
      deliveryTitles,
      customerLinkTitles,
      fileTitles,
      paymentTitles,
      feedbackTitles,
      caseTitles,
      servicePromiseTitles,
    ];
    expect(Object.keys(titles)).toHaveLength(tables.reduce((sum, table) => sum + Object.keys(table).length, 0));
    for (const [code, { zh, en }] of Object.entries(titles)) {
      expect([code, zh]).toEqual([code, expect.stringMatching(/\p{Script=Han}{2}/u)]);
      expect([code, en]).toEqual([code, expect.stringMatching(/^[A-Z][\x20-\x7e]+[^.]$/)]);
    }
  });

  it('come in the language that is asked for', () => {
    expect(titleOf('deal-already-won', languageOf('zh-TW,en;q=0.5'))).toBe('商機已贏單');
    expect(titleOf('deal-already-won', languageOf('fr'))).toBe('The deal has been won already');
  });
});

describe('the scan for codes', () => {
  const scan = (source: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'dealtrail-codes-'));
    try {
      writeFileSync(join(folder, 'a.decider.ts'), source);
      writeFileSync(join(folder, 'a.decider.spec.ts'), `ensure(false, 'of-a-spec');`);
      const { codes, unreadable } = refusalCodes(folder, ['.']);
      return { codes: [...codes.keys()], unreadable };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it.each([
    ['a rule', `ensure(a, 'a-b', { c });`, ['a-b']],
    ['a rule over lines', `ensureFound(\n  a.some((b) => b),\n  'a-b',\n);`, ['a-b']],
    ['an error', `throw isAway ? new Unavailable('a-b', 'words') : new DomainError('c', 'forbidden');`, ['a-b', 'c']],
    ['a choice', `ensure(a, b ? 'a-b' : 'c');`, ['a-b', 'c']],
    [
      'a code put together',
      "const f = (verb: 'won' | 'lost') => ensure(a, `${verb}-early`);",
      ['won-early', 'lost-early'],
    ],
    [
      'an outcome, but no fault of a field',
      `[{ outcome: 'refused', code: 'a-b' }, { field: 'f', code: 'c' }]`,
      ['a-b'],
    ],
    ['nothing of another ensure', `running.ensure(process, 'a-b');`, []],
  ])('finds %s', (_name, source, codes) => expect(scan(source)).toEqual({ codes, unreadable: [] }));

  it('says what it cannot read', () => {
    const said = { codes: [], unreadable: ['a.decider.ts: ensure(a, code)'] };
    expect(scan('const f = (code: string) => ensure(a, code);')).toEqual(said);
  });
});
