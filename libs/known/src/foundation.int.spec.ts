import { dayAfter, dayOf, startOfDay } from '@dealtrail/calendar';
import { DomainError, type Actor, type Intention } from '@dealtrail/event-sourcing';
import {
  followUp,
  PolicyChanges,
  PolicyDraft,
  PolicyInForce,
  policyQueries,
  PolicyRegister,
} from '@dealtrail/policies';
import { LeaveRegister, PersonPage, staffQueries, StaffRegister, UnitRegister } from '@dealtrail/staff';
import { admin, openFoundation, registry, type Foundation } from './testing/foundation.js';

const staff = (id: string): Actor => ({ kind: 'staff', id });

describe('staff and policies on the real store', () => {
  let company: Foundation;
  const send: Foundation['send'] = (...given) => company.send(...given);
  const ask: Foundation['ask'] = (...given) => company.ask(...given);
  const http: Foundation['http'] = (...given) => company.http(...given);
  const refusal = (sent: Promise<unknown>): Promise<string> =>
    sent.then(
      () => 'accepted',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );

  beforeAll(async () => {
    company = await openFoundation();
  });
  afterAll(() => company.close());

  it('lets each command build at once on the one before', async () => {
    await send(admin, unit('east', 'region', '華東'));
    await send(admin, unit('east.1', 'team', '華東一組', 'east'));
    await send(admin, person('zhao.min', '趙敏', ['supervisor'], 'east.1'));
    await send(admin, person('li.na', '李娜', ['rep'], 'east.1'));
    await send(admin, person('zhou.jie', '周杰', ['director']));
    await send(admin, { type: 'AppointUnitHead', unitId: 'east.1', head: 'zhao.min' } as Intention);
    expect(company.known().staff.superiorOf('li.na')).toBe('zhao.min');
    expect([...company.known().staff.within('zhao.min', 'team')].sort()).toEqual(['li.na', 'zhao.min']);
  });

  it('lists people by unit, role and part of a name', async () => {
    const codes = async (question: Partial<StaffRegister>) =>
      ((await ask(StaffRegister, question)).items as { staffId: string }[]).map(({ staffId }) => staffId);
    expect(await codes({ unitId: 'east.1' })).toEqual(['li.na', 'zhao.min']);
    expect(await codes({ role: 'director' })).toEqual(['zhou.jie']);
    expect(await codes({ text: '娜' })).toEqual(['li.na']);
    expect(await codes({ text: 'ZHAO' })).toEqual(['zhao.min']);
    expect(await codes({ active: false })).toEqual([]);
    expect(await ask(UnitRegister, { parent: 'east' })).toMatchObject({
      items: [{ unitId: 'east.1', kind: 'team', name: '華東一組', parent: 'east', head: 'zhao.min' }],
    });
  });

  it('takes roles away the moment somebody leaves, and says who takes over', async () => {
    await send(admin, { type: 'DeactivatePerson', staffId: 'li.na', reason: '離職' } as Intention);
    expect(company.known().staff.rolesOf('li.na')).toEqual([]);
    expect(await ask(PersonPage, { staffId: 'li.na' })).toMatchObject({ active: false, handOverTo: 'zhao.min' });
    await send({ kind: 'process', id: 'handOver/li.na/1' }, {
      type: 'RecordHandOver',
      staffId: 'li.na',
      round: 1,
      upTo: await company.store.head(),
    } as Intention);
    expect(await ask(PersonPage, { staffId: 'li.na' })).toMatchObject({ handedOver: true });
    expect(await refusal(ask(PersonPage, { staffId: 'nobody' }))).toBe('person-not-found');
  });

  it('knows who is away when, from the plan to the end', async () => {
    const leaveId = '5b0c8a4e-7d1f-4e0b-9a55-2c3d4e5f6a7b';
    const [from, until, after] = [1, 3, 4].map((days) => dayAfter(dayOf(new Date().toISOString()), days));
    const body = { leaveId, from, until };
    expect(await http('POST', '/staff/zhao.min/leaves', body)).toMatchObject({ status: 201 });
    expect(await http('POST', '/staff/zhao.min/leaves', { from: until, until: after })).toMatchObject({
      status: 409,
      body: { code: 'leave-overlaps' },
    });
    expect(await http('POST', '/staff/zhao.min/leaves', { from: '2026-02-30', until })).toMatchObject({ status: 400 });
    const planned = async (question: Partial<LeaveRegister>) => (await ask(LeaveRegister, question)).items;
    expect(await planned({ from: until, until: after })).toMatchObject([{ ...body, staffId: 'zhao.min' }]);
    expect(await planned({ from: after })).toEqual([]);
    expect(await planned({ until: from, staffId: 'zhao.min', state: 'planned' })).toHaveLength(1);

    const at = startOfDay(from ?? '');
    const process: Actor = { kind: 'process', id: 'leave/zhao.min' };
    await send(process, { type: 'BeginLeave', staffId: 'zhao.min', leaveId, at } as Intention);
    expect(company.known().staff.isAvailable('zhao.min')).toBe(false);
    expect(await ask(PersonPage, { staffId: 'zhao.min' })).toMatchObject({ away: true, awayUntil: until });
    expect((await ask(StaffRegister, { away: true })).items).toMatchObject([{ staffId: 'zhao.min' }]);

    expect(await http('POST', `/staff/zhao.min/leaves/${leaveId}/cancel`, {})).toMatchObject({ status: 200 });
    expect(company.known().staff.isAvailable('zhao.min')).toBe(true);
    expect(await planned({ state: 'ended' })).toMatchObject([{ leaveId, closedAt: expect.any(String) as string }]);
  });

  it('refuses those whose role does not allow it', async () => {
    expect(await refusal(send(staff('zhao.min'), person('x', 'X', ['rep'])))).toBe('role-not-permitted');
    expect(await refusal(send(staff('li.na'), person('x', 'X', ['rep'])))).toBe('role-not-permitted');
    expect(await refusal(send({ kind: 'import', id: 'crm' }, person('x', 'X', ['admin'])))).toBe('role-not-grantable');
    expect(await refusal(send({ kind: 'customerLink', id: 'x' }, person('x', 'X', ['rep'])))).toBe('not-permitted');
    expect(
      await refusal(send(admin, { type: 'DeactivatePerson', staffId: 'admin', reason: '離職' } as Intention)),
    ).toBe('own-deactivation');
  });

  it('keeps names and reasons unreadable in the log itself', async () => {
    const rows = await company.database.query('select data from dealtrail.events');
    const written = rows.map(({ data }) => String(data)).join('\n');
    expect(written).toContain('li.na');
    for (const personal of ['李娜', '趙敏', '離職']) expect(written).not.toContain(personal);
  });

  it('puts an approved policy into force a minute later, and shows what it changed', async () => {
    const content = { ...followUp.first, days: { A: 20, B: 45, C: 60 } };
    await send(admin, { type: 'DraftPolicy', kind: 'follow-up', content } as Intention);
    expect(await ask(PolicyDraft, { kind: 'follow-up' })).toMatchObject({
      draft: 2,
      draftedBy: 'admin',
      changes: [{ field: 'days.A', before: 30, after: 20 }],
    });
    const publish = { type: 'PublishPolicy', kind: 'follow-up', draft: 2 } as Intention;
    expect(await refusal(send(admin, publish))).toBe('role-not-permitted');
    await send(staff('zhou.jie'), publish);
    expect(await refusal(ask(PolicyDraft, { kind: 'follow-up' }))).toBe('draft-not-found');
    expect(await ask(PolicyInForce, { kind: 'follow-up' })).toMatchObject({ version: 1 });
    expect(await ask(PolicyInForce, { kind: 'follow-up', at: '2099-01-01T00:00:00.000Z' })).toMatchObject({
      version: 2,
      publishedBy: 'zhou.jie',
      content,
    });
    expect(await ask(PolicyChanges, { kind: 'follow-up', version: 2 })).toMatchObject({
      changes: [{ field: 'days.A', before: 30, after: 20 }],
    });
    expect(await refusal(ask(PolicyChanges, { kind: 'follow-up', version: 3 }))).toBe('policy-version-not-found');
    expect((await ask(PolicyRegister, { kind: 'follow-up' })).items).toHaveLength(2);
    expect(company.known().policies.inForce('follow-up', '2099-01-01T00:00:00.000Z').value.days.A).toBe(20);
  });

  it('serves every command but what only processes send, and every question, over HTTP', async () => {
    const { body } = await http('GET', '/openapi.json');
    const served = JSON.stringify(body);
    const ofProcesses = [
      'RecordHandOver',
      'BeginLeave',
      'EndLeave',
      'BeginCalendarReplanning',
      'RecordCalendarApplied',
    ];
    for (const { name } of [...registry.classes, ...staffQueries, ...policyQueries])
      expect([name, served.includes(`"operationId":"${name}"`)]).toEqual([name, !ofProcesses.includes(name)]);
  });

  it('answers over HTTP: done, refused, wrong, and what it is now', async () => {
    const sun = { staffId: 'sun.li', name: '孫麗', roles: ['salesSupport'] };
    expect(await http('POST', '/staff', sun)).toMatchObject({ status: 200, body: { streamId: 'staff-sun.li' } });
    expect(await http('POST', '/staff/sun.li/roles', { roles: ['king'] })).toMatchObject({ status: 400 });
    expect(await http('POST', '/staff/admin/roles', { roles: ['rep'] })).toMatchObject({
      status: 409,
      body: { code: 'last-admin' },
    });
    const content = { ...followUp.first, days: { A: 0, B: 45, C: 60 } };
    expect(await http('POST', '/policies/follow-up/draft', { content })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'content.days.A', code: 'not-an-integer' }] },
    });
    expect(await http('GET', '/policies/follow-up/in-force')).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await http('GET', '/policies/follow-up/versions/2/changes')).toMatchObject({
      status: 200,
      body: { changes: [{ field: 'days.A' }] },
    });
    expect(await http('GET', '/policies/moon/in-force')).toMatchObject({ status: 400 });
  });

  it('changes nothing at the next start', async () => {
    const before = await company.store.head();
    await company.startAgain();
    expect(await company.store.head()).toBe(before);
  });
});

const person = (staffId: string, name: string, roles: readonly string[], unitId?: string): Intention =>
  ({ type: 'RegisterPerson', staffId, name, roles, ...(unitId && { unitId }) }) as Intention;
const unit = (unitId: string, kind: string, name: string, parent?: string): Intention =>
  ({ type: 'RegisterUnit', unitId, kind, name, ...(parent && { parent }) }) as Intention;
