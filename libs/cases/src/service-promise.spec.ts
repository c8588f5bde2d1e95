import {
  authorise,
  decide,
  fold,
  permissionOf,
  type CommandMetadata,
  type CommandRunner,
  type EventStore,
} from '@dealtrail/event-sourcing';
import { projectionSpecification, recorded, specification } from '@dealtrail/event-sourcing/testing';
import type { Known } from '@dealtrail/known';
import { testKnown } from '@dealtrail/known/testing';
import {
  servicePromiseCommands,
  type AnyServicePromiseCommand,
  type KeepServicePromise,
} from './service-promise.commands.js';
import { servicePromise, servicePromiseWith } from './service-promise.decider.js';
import type { ServicePromiseEvent } from './service-promise.events.js';
import { ServicePromiseCommandHandler } from './service-promise.handlers.js';
import { servicePromises } from './service-promises.projection.js';
import { reported } from './testing/case-facts.js';

const promiseId = 'c4e2d1f0-5b6a-4c7d-8e9f-0a1b2c3d4e5f';
const caseId = 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b';
const customerId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const whom = { promiseId, number: 'RKHD3W2V', customerId, sellerId: 'li.na' };
const content = { customerId, source: 'contract', text: '首年免費上門保養兩次', dueOn: '2026-05-31' } as const;

const known = testKnown({
  units: [{ unitId: 'east.1', kind: 'team', head: 'zhao.min' }],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'wang.wei', roles: ['rep'] },
    { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
    { staffId: 'sun.li', roles: ['rep'], active: false },
    { staffId: 'luo.jia', roles: ['customerService'] },
    { staffId: 'fa.wu', roles: ['legal'] },
  ],
});
const given = specification(servicePromise, known);

/** A command of Li Na's on 20 May 2026, unless said otherwise. */
const asked = (command: object, metadata: Partial<CommandMetadata> = {}): AnyServicePromiseCommand =>
  ({
    ...command,
    metadata: {
      commandId: '11111111-1111-4111-8111-111111111111',
      actor: { kind: 'staff', id: 'li.na' },
      correlationId: '11111111-1111-4111-8111-111111111111',
      occurredAt: '2026-05-20T02:00:00.000Z',
      ...metadata,
    },
  }) as AnyServicePromiseCommand;
const by = (id: string, occurredAt = '2026-05-20T02:00:00.000Z') => ({
  actor: { kind: 'staff', id } as const,
  occurredAt,
});
const byImport = (onBehalfOf?: string): Partial<CommandMetadata> => ({
  actor: { kind: 'import', id: 'promises' },
  ...(onBehalfOf !== undefined && { onBehalfOf }),
  history: true,
});

const register = { type: 'RegisterServicePromise', promiseId, ...content } as const;
const link = { type: 'LinkServicePromise', promiseId, caseId } as const;
const keep = { type: 'KeepServicePromise', promiseId, caseId, note: '已上門保養' } as const;
const breach = { type: 'BreakServicePromise', promiseId, caseId, reason: '備件停產' } as const;

const registered: ServicePromiseEvent = {
  type: 'ServicePromiseRegistered',
  data: { ...whom, ...content, by: 'li.na' },
};
const linked: ServicePromiseEvent = { type: 'ServicePromiseLinked', data: { ...whom, caseId, by: 'luo.jia' } };
const kept: ServicePromiseEvent = {
  type: 'ServicePromiseKept',
  data: { ...whom, caseId, note: '已上門保養', by: 'luo.jia', late: false },
};
const broken: ServicePromiseEvent = {
  type: 'ServicePromiseBroken',
  data: { ...whom, caseId, reason: '備件停產', by: 'luo.jia' },
};

describe('RegisterServicePromise', () => {
  it('puts on record what was promised, by whom it is registered or by who promised', () => {
    given().when(asked(register)).then(registered);
    given()
      .when(asked({ ...register, sellerId: 'li.na' }, by('zhao.min')))
      .then({ ...registered, data: { ...registered.data, by: 'zhao.min' } } as ServicePromiseEvent);
  });
  it('takes a promise of somebody who has left from an import', () =>
    given()
      .when(asked({ ...register, sellerId: 'sun.li' }, byImport()))
      .then({ ...registered, data: { ...registered.data, sellerId: 'sun.li', by: 'sun.li' } } as ServicePromiseEvent));
  it('stays quiet on the same promise again, whatever became of it', () => {
    given(registered).when(asked(register)).thenNothing();
    given(registered, kept)
      .when(asked(register, by('li.na')))
      .thenNothing();
  });
  it('refuses another promise under its id, and who does not sell', () => {
    given(registered)
      .when(asked({ ...register, text: '三次' }))
      .thenRefuses('promise-already-registered');
    given()
      .when(asked({ ...register, sellerId: 'sun.li' }))
      .thenRefuses('owner-not-active');
    given()
      .when(asked({ ...register, sellerId: 'luo.jia' }))
      .thenRefuses('owner-not-in-sales');
  });
});

describe('LinkServicePromise', () => {
  it('says which case asks for it', () =>
    given(registered)
      .when(asked(link, by('luo.jia')))
      .then(linked));
  it('stays quiet on one that has asked', () => given(registered, linked).when(asked(link)).thenNothing());
  it('refuses what was never promised', () => given().when(asked(link)).thenRefuses('promise-not-found'));
});

describe('the case that asks', () => {
  const askedBy = (asking: Parameters<typeof servicePromiseWith>[0]) =>
    specification(servicePromiseWith(asking), known);
  const noCase = askedBy({ exists: false });
  const ofAnother = askedBy({ exists: true, customerId: '1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f' });
  it('is one of the customer it was promised to, as far as the case names one', () => {
    for (const asking of [{ exists: true, customerId }, { exists: true }])
      askedBy(asking)(registered)
        .when(asked(link, by('luo.jia')))
        .then(linked);
  });
  it.each([link, keep, breach])('refuses one there is not, and another customer’s: $type', (command) => {
    noCase(registered).when(asked(command)).thenRefuses('case-not-found');
    ofAnother(registered).when(asked(command)).thenRefuses('case-of-another-customer');
  });
  it('is looked at once: what is linked stays so', () => {
    ofAnother(registered, linked).when(asked(link)).thenNothing();
    ofAnother(registered, linked)
      .when(asked(keep, by('luo.jia')))
      .then(kept);
    noCase(registered, linked, kept)
      .when(asked(keep, by('luo.jia')))
      .thenNothing();
  });
  it('is read from the log, whatever read models know by now', async () => {
    const its = `case-${reported.data.caseId}`;
    const log = { read: ([stream = '']) => Promise.resolve([stream === its ? [recorded(reported, its, 0)] : []]) };
    const runner = {
      handle: (rules: typeof servicePromise, command: AnyServicePromiseCommand) =>
        Promise.resolve(decide(rules, command, fold(rules, [registered]), known)),
    };
    const handling = new ServicePromiseCommandHandler(
      runner as unknown as CommandRunner<Known>,
      log as unknown as EventStore,
    );
    const linking = (id: string) => Promise.resolve().then(() => handling.execute(asked({ ...link, caseId: id })));
    await expect(linking(caseId)).rejects.toThrow('case-not-found');
    await expect(linking(reported.data.caseId)).rejects.toThrow('case-of-another-customer');
  });
  it('may come after its promise where an import tells both', () =>
    noCase(registered)
      .when(asked(link, byImport('luo.jia')))
      .then(linked));
});

describe('KeepServicePromise', () => {
  it('is kept, and the case that asked is linked', () => {
    given(registered, linked)
      .when(asked(keep, by('luo.jia')))
      .then(kept);
    given(registered)
      .when(asked(keep, by('luo.jia')))
      .then(linked, kept);
  });
  it('is late from the day after its day on, in Shanghai', () => {
    const late = (at: string) => given(registered, linked).when(asked(keep, by('luo.jia', at)));
    late('2026-05-31T15:59:59.999Z').then(kept);
    late('2026-05-31T16:00:00.000Z').then({ ...kept, data: { ...kept.data, late: true } } as ServicePromiseEvent);
  });
  it('stays quiet once kept', () =>
    given(registered, linked, kept)
      .when(asked(keep, by('luo.jia')))
      .thenNothing());
  it('refuses one kept otherwise, or broken', () => {
    given(registered, linked, kept)
      .when(asked({ ...keep, note: '第二次' }, by('luo.jia')))
      .thenRefuses('promise-already-kept');
    given(registered, linked, broken)
      .when(asked(keep, by('luo.jia')))
      .thenRefuses('promise-already-broken');
    given().when(asked(keep)).thenRefuses('promise-not-found');
  });
});

describe('BreakServicePromise', () => {
  it('is broken, and the case that asked is linked', () =>
    given(registered)
      .when(asked(breach, by('luo.jia')))
      .then(linked, broken));
  it('stays quiet once broken', () =>
    given(registered, linked, broken)
      .when(asked(breach, by('luo.jia')))
      .thenNothing());
  it('refuses one kept, or broken for something else', () => {
    given(registered, linked, kept)
      .when(asked(breach, by('luo.jia')))
      .thenRefuses('promise-already-kept');
    given(registered, broken)
      .when(asked({ ...breach, reason: '忘了' }, by('luo.jia')))
      .thenRefuses('promise-already-broken');
    given().when(asked(breach)).thenRefuses('promise-not-found');
  });
});

it('is for its seller and who leads them, and for customer service once it is there', () => {
  const may = (id: string, command: { readonly type: string }, ...facts: ServicePromiseEvent[]) => {
    const itsClass = servicePromiseCommands.find(({ name }) => name === command.type);
    const asking = Object.assign(new (itsClass as typeof KeepServicePromise)(), asked(command, by(id)));
    const subject = servicePromise.subject(fold(servicePromise, facts), asking);
    authorise(permissionOf(asking), asking.metadata.actor, subject, known.staff);
  };
  expect(() => may('li.na', register)).not.toThrow();
  expect(() => may('luo.jia', register)).toThrow('role-not-permitted');
  expect(() => may('wang.wei', keep, registered)).toThrow('out-of-reach');
  expect(() => may('zhao.min', keep, registered)).not.toThrow();
  expect(() => may('luo.jia', keep, registered)).not.toThrow();
  expect(() => may('fa.wu', keep, registered)).toThrow('role-not-permitted');
});

describe('servicePromises', () => {
  const story = (...facts: readonly ServicePromiseEvent[]) =>
    projectionSpecification(servicePromises)(
      ...facts.map((fact, n) =>
        recorded(fact, `servicePromise-${promiseId}`, n, { occurredAt: `2026-05-2${n}T02:00:00.000Z` }),
      ),
    );
  const open = {
    ...{ ...whom, ...content, state: 'open' as const, registeredBy: 'li.na', registeredAt: '2026-05-20T02:00:00.000Z' },
    ...{ history: false, cases: [] },
  } as const;

  it('shows a promise, the cases that ask for it, and what became of it', () => {
    story(registered).then({ ...open, revision: 0, lastPosition: '1' });
    const ended = { endedAt: '2026-05-22T02:00:00.000Z', endedBy: 'luo.jia', revision: 2, lastPosition: '3' };
    story(registered, linked, kept).then({
      ...{ ...open, state: 'kept' as const, cases: [caseId], note: '已上門保養', late: false },
      ...ended,
    });
    story(registered, linked, broken).then({
      ...{ ...open, state: 'broken' as const, cases: [caseId], brokenFor: '備件停產' },
      ...ended,
    });
  });
  it('leaves nothing of a promise nobody registered', () => story(linked, kept, broken).then());
});
