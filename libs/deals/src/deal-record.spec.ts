import { authorise, operationOf, shortNumber, type Actor } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { dealCommands } from './deal.commands.js';
import { deal } from './deal.decider.js';
import { RegisterDeal } from './deal-record.commands.js';
import type { DealEvent } from './deal.events.js';
import {
  asked,
  byImport,
  byProcess,
  customerId,
  dealId,
  known,
  lost,
  number,
  registered,
  won,
} from './testing/deal-facts.js';

const given = specification(deal, known);

const register = {
  type: 'RegisterDeal',
  dealId,
  title: '12 台 GTX Pro',
  customerId,
  productId: 'gtx.pro',
  productName: 'GTX Pro',
  listPrice: { amount: 482_100, currency: 'USD' },
  amount: { amount: 5_700_000, currency: 'USD' },
} as const;

describe('RegisterDeal', () => {
  it('registers a deal of the seller who asks, in the first stage, with its follow-up clock', () =>
    given().when(asked(register)).then(registered));
  it('numbers it by its id', () => expect(shortNumber(dealId)).toBe(number));
  it('counts the limit of the grade given', () => {
    const { data } = registered as Extract<DealEvent, { type: 'DealRegistered' }>;
    const followUp = {
      ...data.followUp,
      warnAt: '2026-03-26T01:00:00.000Z',
      dueAt: '2026-04-01T01:00:00.000Z',
      days: 30,
      grade: 'A' as const,
    };
    given()
      .when(asked({ ...register, grade: 'A' }))
      .then({ type: 'DealRegistered', data: { ...data, grade: 'A', followUp } });
  });
  it('stays quiet when it is the same again, on another day too', () =>
    given(registered)
      .when(asked(register, { occurredAt: '2026-03-09T01:00:00.000Z' }))
      .thenNothing());
  it('refuses another content under the same id', () =>
    given(registered)
      .when(asked({ ...register, title: '13 台 GTX Pro' }))
      .thenRefuses('deal-already-registered'));
  it('refuses an owner who has left, and one who does not sell', () => {
    given()
      .when(asked({ ...register, ownerId: 'sun.li' }))
      .thenRefuses('owner-not-active');
    given()
      .when(asked(register, { actor: { kind: 'staff', id: 'chen.jing' } }))
      .thenRefuses('owner-not-in-sales');
  });
  it('refuses a day that has not come in Shanghai', () => {
    given()
      .when(asked({ ...register, registeredOn: '2026-03-03' }))
      .thenRefuses('registered-in-the-future');
    const justAfterMidnight = { occurredAt: '2026-03-02T16:00:00.000Z' };
    expect(() =>
      given()
        .when(asked({ ...register, registeredOn: '2026-03-03' }, justAfterMidnight))
        .thenRefuses('registered-in-the-future'),
    ).toThrow();
  });
  it('keeps what an imported record lacks, and lets nobody else say so', () => {
    const { title, productName } = register;
    const flagged = { type: 'RegisterDeal', dealId, title, productName, ownerId: 'li.na' } as const;
    const dataQuality: ('no-account' | 'no-date')[] = ['no-account', 'no-date'];
    const { data } = registered as Extract<DealEvent, { type: 'DealRegistered' }>;
    const { stage, policy, followUp } = data;
    given()
      .when(asked({ ...flagged, dataQuality }, byImport))
      .then({
        type: 'DealRegistered',
        data: { dealId, number, title, productName, ownerId: 'li.na', dataQuality, stage, policy, followUp },
      });
    given()
      .when(asked({ ...flagged, dataQuality }))
      .thenRefuses('data-flags-are-for-imports');
  });
});

describe('EditDeal', () => {
  const edit = { type: 'EditDeal', dealId, title: '15 台 GTX Pro', productName: 'GTX Pro' } as const;
  it('records what changed and what it was', () =>
    given(registered)
      .when(asked(edit))
      .then({
        type: 'DealEdited',
        data: { dealId, changes: { title: '15 台 GTX Pro' }, previous: { title: '12 台 GTX Pro' } },
      }));
  it('stays quiet when nothing differs', () =>
    given(registered)
      .when(asked({ type: 'EditDeal', dealId, amount: { currency: 'USD', amount: 5_700_000 } }))
      .thenNothing());
  it('refuses a closed deal', () => given(registered, won).when(asked(edit)).thenRefuses('deal-already-won'));
  it('refuses a deal that is not there', () => given().when(asked(edit)).thenRefuses('deal-not-found'));
});

const ownerChanged: DealEvent = {
  type: 'DealOwnerChanged',
  data: { dealId, ownerId: 'wang.wei', previousOwnerId: 'li.na', superiorId: 'zhao.min' },
};

describe('ChangeDealOwner', () => {
  const change = { type: 'ChangeDealOwner', dealId, ownerId: 'wang.wei' } as const;
  it('assigns the deal to another seller', () => given(registered).when(asked(change)).then(ownerChanged));
  it('stays quiet when it is that seller’s', () => given(registered, ownerChanged).when(asked(change)).thenNothing());
  it('refuses who has left', () =>
    given(registered)
      .when(asked({ ...change, ownerId: 'sun.li' }))
      .thenRefuses('owner-not-active'));
  it('refuses a closed deal', () => given(registered, lost).when(asked(change)).thenRefuses('deal-already-lost'));
});

describe('ReassignDeal', () => {
  const reassign = { type: 'ReassignDeal', dealId, from: 'li.na', to: 'zhao.min', position: 4711 } as const;
  it('moves an open deal to the superior', () =>
    given(registered)
      .when(asked(reassign, byProcess))
      .then({
        type: 'DealReassigned',
        data: { dealId, ownerId: 'zhao.min', previousOwnerId: 'li.na', superiorId: 'gao.feng', position: 4711 },
      }));
  it('stays quiet when the deal is somebody else’s by now', () =>
    given(registered, ownerChanged).when(asked(reassign, byProcess)).thenNothing());
  it('stays quiet about a closed deal', () => given(registered, won).when(asked(reassign, byProcess)).thenNothing());
  it('stays quiet when it would come back to the one it is taken from', () =>
    given(registered, ownerChanged)
      .when(asked({ ...reassign, from: 'zhao.min', to: 'sun.li' }, byProcess))
      .thenNothing());
  it('gives it to the next superior when the one it was meant for has left too', () =>
    given(registered)
      .when(asked({ ...reassign, to: 'sun.li' }, byProcess))
      .then({
        type: 'DealReassigned',
        data: { dealId, ownerId: 'zhao.min', previousOwnerId: 'li.na', superiorId: 'gao.feng', position: 4711 },
      }));
  it('refuses when nobody is left to take it', () =>
    specification(
      deal,
      testKnown({ people: [] }),
    )(registered)
      .when(asked(reassign, byProcess))
      .thenRefuses('owner-not-active'));
});

describe('permissions of deals', () => {
  const state = deal.evolve.DealRegistered(
    deal.initialState,
    registered as Extract<DealEvent, { type: 'DealRegistered' }>,
  );
  const may = (command: (typeof dealCommands)[number], actor: Actor): boolean => {
    const permission = operationOf(command)?.allow;
    if (!permission) throw new Error(`${command.name} states no permission`);
    try {
      const message = asked({ type: 'AddDealEvidence', dealId, key: 'x' }, { actor });
      authorise(permission, actor, deal.subject(state, message), known.staff);
      return true;
    } catch {
      return false;
    }
  };
  const allowed = (id: string) => dealCommands.filter((c) => may(c, { kind: 'staff', id })).map(({ name }) => name);

  it('let the owner, the team’s head and the director work, and sales support keep records only', () => {
    const people = dealCommands.map(({ name }) => name).filter((name) => !/^Record|^Reassign/.test(name));
    expect(allowed('li.na')).toEqual(people);
    expect(allowed('zhao.min')).toEqual(people);
    expect(allowed('gao.feng')).toEqual(people);
    expect(allowed('wang.wei')).toEqual([]);
    expect(allowed('chen.jing')).toEqual(['RegisterDeal', 'EditDeal', 'ChangeDealOwner', 'AddDealEvidence']);
  });
  it('let processes record staleness, reassign, grade and win, and nothing else', () =>
    expect(dealCommands.filter((c) => may(c, { kind: 'process', id: 'p' })).map(({ name }) => name)).toEqual([
      'ReassignDeal',
      'GradeDeal',
      'WinDeal',
      'RecordDealGoingStale',
      'RecordDealGoneStale',
    ]));
  it('measure a new deal by its owner', () => {
    const forAnother = Object.assign(new RegisterDeal(), asked({ ...register, ownerId: 'wang.wei' }));
    expect(deal.subject(deal.initialState, forAnother)).toEqual({ owners: ['wang.wei'] });
  });
});
