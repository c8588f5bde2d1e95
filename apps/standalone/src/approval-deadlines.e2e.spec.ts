import { existsSync } from 'node:fs';
import { dayAfter, dayOf, isWeekend, type Day } from '@dealtrail/calendar';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { clockBeside } from '@dealtrail/runtime';
import { Installation } from './testing/installation.js';
import { TestSystem } from './testing/system.js';

const day = 24 * 3600 * 1000;
const contracts = 100;
/**
 * So long after the beginning of the test its reviews are due: time for four starts in the past, three starts and three kills
 * on a machine that is busy with other tests.
 */
const ahead = 360_000;

const minute = (ms: number): string => new Date(Math.ceil(ms / 60_000) * 60_000).toISOString();

/** A calendar on which every day is worked, until the instant given; its zone makes that about noon. */
function calendarClosingAt(dueAt: string) {
  const hours = 12 - new Date(dueAt).getUTCHours();
  const zone = hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
  const to = new Date(Date.parse(dueAt) + hours * 3_600_000).toISOString().slice(11, 16);
  const years = [...new Set([-10, 10].map((days) => dayAfter(dayOf(dueAt, 'UTC'), days).slice(0, 4)))];
  const weekends = (year: string): Day[] => {
    const found: Day[] = [];
    for (let at = `${year}-01-01`; at.startsWith(year); at = dayAfter(at)) if (isWeekend(at)) found.push(at);
    return found;
  };
  return {
    zone,
    intervals: [{ from: '00:00', to }],
    years: Object.fromEntries(years.map((year) => [year, { daysOff: [], makeUpDays: weekends(year) }])),
  };
}

const away = '127.0.0.1:1';
const millis = (instant: unknown): number => Date.parse(String(instant));
const secondsUntil = (instant: string): number => (millis(instant) - Date.now()) / 1000;

/** The product is set up and spoken to in the past, its Temporal away; then it runs, on the machine's time, as people start it. */
(existsSync('/proc/self/stat') ? describe : describe.skip)('the deadlines of an approval, through kills', () => {
  const dueAt = minute(Date.now() + ahead);
  let past: TestSystem;
  let installation: Installation;
  let text: unknown;
  const ids: string[] = [];
  let inTime = '';
  let late = '';

  const inThePast = (days: number): Promise<void> =>
    past.restart({ clock: clockBeside(-days * day), temporalAddress: away });

  async function submitted(title: string): Promise<string> {
    const deal = await past.done('/deals', 'li.na', { title });
    const terms = { paymentTerms: '30 日', breachLiability: '日 0.05%', deliveryPlan: '5 月' };
    const parties = [{ role: 'buyer', name: '明遠科技有限公司' }];
    const amount = { amount: 100_00, currency: 'CNY' };
    const dealId = String(deal.body['streamId']).slice('deal-'.length);
    const { body } = await past.done('/contracts', 'li.na', { dealId, title, parties, amount, text, ...terms });
    const contractId = String(body['streamId']).slice('contract-'.length);
    await past.done(`/contracts/${contractId}/submit`, 'li.na', {
      reviewers: { legal: 'fang.yuan', finance: 'qin.tao' },
    });
    return contractId;
  }

  const events = (contractId: string): Promise<readonly Record<string, unknown>[]> =>
    past.database.query(
      `select type, data::json ->> 'step' as step, metadata::json ->> 'occurredAt' as occurred, metadata::json ->> 'commandId' as command
       from dealtrail.events where stream = 'contract-${contractId}' order by position`,
    );

  /** Facts of this type, of all contracts that nobody answers: how many, of how many steps, dated and noted when. */
  async function facts(type: string) {
    const rows = await past.database.query(
      `select stream, data::json ->> 'step' as step, metadata::json ->> 'occurredAt' as occurred, recorded_at as recorded
       from dealtrail.events where type = '${type}' and stream = any(array[${ids.map((id) => `'contract-${id}'`).join()}])`,
    );
    return { rows, steps: new Set(rows.map(({ stream, step }) => `${String(stream)}/${String(step)}`)).size };
  }

  const approve = (url: string, staffId: string, contractId: string): Promise<Response> =>
    past.token(staffId).then((token) =>
      fetch(`${url}/contracts/${contractId}/approve`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ round: 1, checks: ['payment-terms', 'breach-liability'] }),
      }),
    );

  beforeAll(async () => {
    past = await TestSystem.open({ clock: clockBeside(-4 * day), temporalAddress: away });
    await past.done('/units', 'admin', { unitId: 'legal', kind: 'department', name: '法務部' });
    await past.done('/units', 'admin', { unitId: 'finance', kind: 'department', name: '財務部' });
    for (const [staffId, role, unitId] of [
      ['li.na', 'rep'],
      ['gao.feng', 'director'],
      ['fang.yuan', 'legal', 'legal'],
      ['he.jun', 'legal', 'legal'],
      ['qin.tao', 'finance', 'finance'],
      ['su.yi', 'finance', 'finance'],
    ])
      await past.done('/staff', 'admin', { staffId, name: staffId, roles: [role], ...(unitId && { unitId }) });
    await past.done('/units/legal/head', 'admin', { head: 'he.jun' });
    await past.done('/units/finance/head', 'admin', { head: 'su.yi' });
    await past.done('/policies/calendar/draft', 'admin', { content: calendarClosingAt(dueAt) });
    await past.done('/policies/calendar/publish', 'gao.feng', { draft: 2 });

    await inThePast(3);
    text = await past.upload('li.na', 'contract.txt', '合同正文');
    late = await submitted('answered late');

    await inThePast(2);
    inTime = await submitted('answered in time');
    for (let n = 0; n < contracts; n += 10)
      ids.push(...(await Promise.all(Array.from({ length: 10 }, (_, m) => submitted(`contract ${n + m}`)))));

    await inThePast(0);
  }, 180_000);
  afterAll(async () => {
    await installation?.stop();
    await past.close();
  }, 120_000);

  it('an answer that comes first after the downtime brings breach and escalation along, dated right', async () => {
    expect((await approve(past.url, 'fang.yuan', late)).status).toBe(200);
    const [, , ...after] = await events(late);
    const due = new Date(Date.parse(dueAt) - day).toISOString();
    expect(after.map(({ type, step, occurred }) => ({ type, step, occurred }))).toEqual([
      { type: 'ContractReviewOverdue', step: 'legal', occurred: due },
      { type: 'ContractReviewEscalated', step: 'legal', occurred: due },
      { type: 'ContractReviewApproved', step: 'legal', occurred: expect.any(String) as string },
    ]);
    expect(new Set(after.map(({ command }) => command)).size).toBe(1);
    expect(millis(after[2]?.['occurred'])).toBeGreaterThan(millis(due) + day / 2);
  });

  it('reminds before, breaches and escalates at the due instant, each once, whatever is killed', async () => {
    await past.stop();
    installation = await Installation.create(past.configuration.dataDir);
    const up = (): Promise<void> => installation.up({ DATABASE_URL: past.database.url });
    await up();
    await eventually(
      () => facts('ContractReviewDueSoon'),
      ({ rows }) => rows.length > 50,
      secondsUntil(dueAt),
    );
    expect(installation.kill(/temporal-server/)).toBe(1);
    await approve(installation.url, 'fang.yuan', inTime);
    await approve(installation.url, 'qin.tao', inTime);
    installation.killTree();
    await up();
    expect(installation.kill(/apps\/standalone/)).toBe(1); // it is started again by itself
    await eventually(
      () => facts('ContractReviewDueSoon'),
      ({ rows }) => rows.length >= contracts * 6,
      secondsUntil(dueAt),
    );
    expect(Date.now()).toBeLessThan(Date.parse(dueAt)); // else `ahead` is too short for this machine
    expect((await facts('ContractReviewOverdue')).rows).toEqual([]);

    await eventually(
      () => facts('ContractReviewOverdue'),
      ({ rows }) => rows.length >= contracts * 2,
      secondsUntil(dueAt) + 60,
    );
    const [soon, overdue, escalated] = await Promise.all(
      ['ContractReviewDueSoon', 'ContractReviewOverdue', 'ContractReviewEscalated'].map(facts),
    );
    expect({ rows: soon?.rows.length, steps: soon?.steps }).toEqual({ rows: contracts * 6, steps: contracts * 2 });
    for (const breaches of [overdue, escalated]) {
      expect({ rows: breaches?.rows.length, steps: breaches?.steps }).toEqual({
        rows: contracts * 2,
        steps: contracts * 2,
      });
      expect(new Set(breaches?.rows.map(({ occurred }) => occurred))).toEqual(new Set([dueAt]));
    }
    expect((await events(inTime)).map(({ type }) => type)).not.toContain('ContractReviewOverdue');
    expect((await events(late)).filter(({ step }) => step === 'legal')).toHaveLength(3);
    const lateness = (overdue?.rows ?? [])
      .map(({ recorded }) => millis(recorded) - millis(dueAt))
      .sort((a, b) => a - b);
    const share = (p: number): number => (lateness[Math.ceil(lateness.length * p) - 1] ?? 0) / 1000;
    console.info(
      `${lateness.length} reviews due at ${dueAt}: noted ${share(0.5)} s (p50), ${share(0.99)} s (p99) later`,
    );
  }, 600_000);
});
