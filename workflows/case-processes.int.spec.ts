import { randomUUID } from 'node:crypto';
import { fold, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { caseDecider, type Case, type KnownCase } from '@dealtrail/cases';
import { policyKind, type PolicyContent } from '@dealtrail/policies';
import { complaintEscalation } from './complaint-escalation/complaint-escalation.process.js';
import type { ComplaintEscalation } from './complaint-escalation/complaint-escalation.state.js';
import { SalesFloor } from './testing/sales-floor.js';

let floor: SalesFloor;
/** A hand-over is known by its person, and all spec files share one Temporal. */
const leaver = `xu.fang.${randomUUID().slice(0, 8)}`;
const by = (id: string): Partial<CommandMetadata> => ({ actor: { kind: 'staff', id } });
const does = (who: string, what: object) => floor.send(what as Intention, by(who));

const first = policyKind('case-handling').first as PolicyContent<'case-handling'>;
const [forAll] = first.limits;
if (!forAll) throw new Error('no limits');
const day = 86_400_000;
const quick = { ...forAll, tiers: ['key'], closing: { minutes: 1_440, warnMinutes: [720] } };

beforeAll(async () => {
  floor = await SalesFloor.open();
  await floor.publish('case-handling', { ...first, limits: [quick, forAll] }, '2020-01-01T00:00:00.000Z');
  await floor.send({ type: 'RegisterUnit', unitId: 'service', kind: 'department', name: '客服' } as Intention);
  for (const one of ['luo.jia', leaver]) await floor.hire(one, ['customerService'], 'service');
  await floor.hire('he.ping', ['customerService', 'supervisor'], 'service');
  await does('admin', { type: 'AppointUnitHead', unitId: 'service', head: 'he.ping' });
  await floor.hire('qin.tao', ['technical']);
  await floor.react();
  floor.work();
}, 120_000);
afterAll(() => floor?.close(), 60_000);

async function report(more: object = {}, who = 'luo.jia'): Promise<string> {
  const caseId = randomUUID();
  const about = { kind: 'issue', channel: 'hotline', subject: 'GTX Pro 無法點亮', ownerId: who };
  await does(who, { type: 'ReportCase', caseId, ...about, ...more });
  return caseId;
}
const stateOf = async (caseId: string): Promise<KnownCase> => {
  const state = fold<Case>(caseDecider, (await floor.store.read([`case-${caseId}`]))[0] ?? []);
  if (state.status === 'none') throw new Error(`no case ${caseId}`);
  return state;
};
const runOf = (caseId: string) => floor.client.workflow.getHandle(`complaintEscalation/${caseId}`);
const statusOf = (caseId: string) => runOf(caseId).query<ComplaintEscalation>('complaintEscalationStatus');
/** Of a run that may not have begun, or have ended. */
const follows = (caseId: string, passes: (status: ComplaintEscalation) => boolean) =>
  eventually(
    () => statusOf(caseId).catch(() => undefined),
    (status) => status !== undefined && passes(status),
    60,
  );
const reconciled = async (options: { readonly dryRun?: boolean } = {}) => {
  const all = await floor.reconciler().run(options);
  return all.find(({ process }) => process === 'complaintEscalation');
};
const inTens = async <T, R>(all: readonly T[], each: (one: T, n: number) => Promise<R>): Promise<R[]> => {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += 10)
    done.push(...(await Promise.all(all.slice(at, at + 10).map((one, n) => each(one, at + n)))));
  return done;
};

/** What happens to every sixth, each in its own way. */
const lives: readonly ((caseId: string) => Promise<unknown>)[] = [
  () => Promise.resolve(),
  (caseId) => does('luo.jia', { type: 'RespondToCase', caseId }),
  (caseId) => does('luo.jia', { type: 'GivePreliminarySolution', caseId, solution: '更換主板' }),
  (caseId) => does('luo.jia', { type: 'AwaitCase', caseId, for: 'customer' }),
  (caseId) => does('luo.jia', { type: 'ResolveCase', caseId, resolution: '主板已更換' }),
  (caseId) => does('luo.jia', { type: 'FormTaskForce', caseId, reason: '三次未解決', members: ['luo.jia', 'qin.tao'] }),
];

describe('two hundred open cases that Temporal has lost all data of', () => {
  it('have the same clocks with the same due instants after reconcile, and a second one does nothing', async () => {
    const none = Array.from({ length: 200 }, () => undefined);
    const cases = await inTens(none, async (_, n) => {
      const caseId = await report({ kind: n % 4 === 0 ? 'complaint' : 'issue' });
      await lives[n % lives.length]?.(caseId);
      return caseId;
    });
    const inLog = await inTens(cases, async (caseId) => {
      const state = await stateOf(caseId);
      return complaintEscalation.open(state, { id: caseId, revision: 0, position: 0 })?.input.clocks;
    });
    await eventually(
      () => reconciled({ dryRun: true }),
      (found) => found?.running === 200 && found.started === 0 && found.refreshed === 0,
      120,
    );
    await floor.forget(cases.map((caseId) => `complaintEscalation/${caseId}`));
    expect(await reconciled()).toMatchObject({ open: 200, started: 200, ended: 0, failed: 0 });
    const after = await inTens(cases, (caseId) => follows(caseId, () => true));
    expect(after.map((status) => status?.clocks)).toEqual(inLog);
    expect(new Set(inLog.flatMap((clocks) => clocks?.map(({ clock }) => clock.split('/')[0])))).toEqual(
      new Set(['response', 'solution', 'closing', 'stage', 'sync', 'silence']),
    );
    await eventually(
      () => floor.listed(),
      (count) => count === 200,
    );
    expect(await reconciled()).toMatchObject({
      open: 200,
      running: 200,
      started: 0,
      ended: 0,
      refreshed: 0,
      failed: 0,
    });
    await inTens(cases, (caseId) => runOf(caseId).terminate('the spec is over'));
  }, 180_000);
});

describe('a case', () => {
  it('is planned by its customer’s tier, followed to its end, and once more when it is opened again', async () => {
    const customerId = randomUUID();
    await floor.send({ type: 'RegisterCustomer', customerId, name: '明遠' } as Intention, by('admin'));
    await does('admin', { type: 'AssessCustomerTier', customerId, tier: 'key', reason: '年採購額' });
    const caseId = await report({ customerId });
    await follows(caseId, ({ clocks }) => clocks.some(({ clock, limitMs }) => clock === 'closing' && limitMs === day));
    await does('luo.jia', { type: 'ResolveCase', caseId, resolution: '主板已更換' });
    await does('luo.jia', { type: 'ConfirmCaseResolution', caseId, channel: 'hotline' });
    await runOf(caseId).result();
    await does('luo.jia', { type: 'ReopenCase', caseId, reason: '故障再現' });
    await follows(caseId, ({ reopened }) => reopened === 1);
  }, 120_000);

  it('that is merged into none is as it was before', async () => {
    const caseId = await report();
    await does('luo.jia', { type: 'MergeCase', caseId, into: randomUUID() });
    await eventually(
      () => floor.story(`case-${caseId}`),
      (story) => story.at(-1)?.[0] === 'CaseUnmerged',
      60,
    );
    expect((await stateOf(caseId)).status).toBe('open');
    await follows(caseId, ({ status }) => status === 'open');
  }, 120_000);

  it('is nobody’s who has left, also one that is reported in the same moment', async () => {
    const before = await report({}, leaver);
    const leave = does('admin', { type: 'DeactivatePerson', staffId: leaver, reason: '離職' });
    const [meanwhile, left] = await Promise.allSettled([report({}, leaver), leave]);
    expect(left).toMatchObject({ status: 'fulfilled' });
    for (const caseId of meanwhile.status === 'fulfilled' ? [before, meanwhile.value] : [before])
      await eventually(
        () => stateOf(caseId),
        ({ ownerId, clocks }) =>
          ownerId === 'he.ping' && clocks.every(({ responsibleId }) => responsibleId === 'he.ping'),
        60,
      );
  }, 120_000);
});
