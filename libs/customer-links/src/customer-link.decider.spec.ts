import { authorise, fold, operationOf, type Actor, type Intention } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { customerLinkCommands, type AnyCustomerLinkCommand } from './customer-link.commands.js';
import { customerLinkWith } from './customer-link.decider.js';
import type { LinkAnswer } from './customer-link.events.js';
import { customerLinkQueries } from './customer-links.registry.js';
import {
  answerRefused,
  asked,
  expiresAt,
  issue,
  issued,
  known,
  linkId,
  refuse,
  revoked,
  secretHash,
  sign,
  used,
  usedAt,
} from './testing/link-facts.js';

const beside = { secretHash, ownerId: 'li.na' };
const given = specification(customerLinkWith(beside), known);
const link: Actor = { kind: 'customerLink', id: linkId };
const byLink = (intention: Intention<AnyCustomerLinkCommand>, occurredAt = usedAt, actor = link) =>
  asked(intention, { actor, occurredAt });
const use = (answer: LinkAnswer, occurredAt?: string, actor?: Actor) =>
  byLink({ type: 'UseCustomerLink', linkId, answer } as Intention<AnyCustomerLinkCommand>, occurredAt, actor);

describe('IssueCustomerLink', () => {
  it('issues, bound to one part of one record, with the hash of the secret and an end', () =>
    given().when(asked(issue)).then(issued));
  it('stays quiet when it is issued, whatever became of it', () => {
    given(issued).when(asked(issue)).thenNothing();
    given(issued, used()).when(asked(issue)).thenNothing();
    given(issued, revoked).when(asked(issue)).thenNothing();
  });
  it.each([{ purpose: 'confirmDelivery' as const }, { part: '2' }, { text: '另議' }, { days: 8 }])(
    'refuses the same id with %o',
    (other) =>
      given(issued)
        .when(asked({ ...issue, ...other }))
        .thenRefuses('customer-link-already-issued'),
  );
  it('refuses what is about nothing', () =>
    specification(customerLinkWith({ secretHash, ownerId: undefined }), known)()
      .when(asked(issue))
      .thenRefuses('link-subject-not-found'));
});

describe('RevokeCustomerLink', () => {
  const revoke = asked({ type: 'RevokeCustomerLink', linkId, reason: 'sentToWrong' });
  it('takes it back, a used one too', () => {
    given(issued).when(revoke).then(revoked);
    given(issued, used()).when(revoke).then(revoked);
  });
  it('stays quiet when it is revoked, whatever for', () => {
    given(issued, revoked).when(revoke).thenNothing();
    given(issued, revoked)
      .when(asked({ type: 'RevokeCustomerLink', linkId, reason: 'leaked' }))
      .thenNothing();
  });
  it('refuses one that never was', () => given().when(revoke).thenRefuses('customer-link-not-found'));
});

describe('UseCustomerLink', () => {
  it('puts the answer on record, either one', () => {
    given(issued).when(use(sign)).then(used());
    given(issued).when(use(refuse)).then(used(refuse));
    const part = { ...sign, lines: [{ lineId: '1', quantity: 2 }] };
    given(issued).when(use(part)).then(used(part));
  });
  it('stays quiet about the same answer, after its end too', () => {
    given(issued, used()).when(use(sign)).thenNothing();
    given(issued, used()).when(use(sign, '2026-06-01T00:00:00.000Z')).thenNothing();
  });
  it('refuses another answer: the first one stands', () => {
    given(issued, used()).when(use(refuse)).thenRefuses('customer-link-used');
    given(issued, used(refuse)).when(use(sign)).thenRefuses('customer-link-used');
    given(issued, used(refuse))
      .when(use({ ...refuse, text: '別的' }))
      .thenRefuses('customer-link-used');
  });
  it('refuses at its end, not a moment before', () => {
    given(issued).when(use(sign, expiresAt)).thenRefuses('customer-link-expired');
    const last = '2026-05-23T00:59:59.999Z';
    given(issued)
      .when(use(sign, last))
      .then({ ...used(), data: { ...used().data, happenedAt: last } } as ReturnType<typeof used>);
  });
  it('refuses what is revoked, used before or not', () => {
    given(issued, revoked).when(use(sign)).thenRefuses('customer-link-revoked');
    given(issued, used(), revoked).when(use(sign)).thenRefuses('customer-link-revoked');
  });
  it('refuses one that never was, another link, and an answer of another purpose', () => {
    given().when(use(sign)).thenRefuses('customer-link-not-found');
    given(issued)
      .when(use(sign, usedAt, { kind: 'customerLink', id: 'other' }))
      .thenRefuses('not-this-link');
    given(issued)
      .when(use({ choice: 'confirm' }))
      .thenRefuses('choice-not-offered');
  });
});

describe('RefuseCustomerLinkAnswer', () => {
  const note = byLink({ type: 'RefuseCustomerLinkAnswer', linkId, code: 'delivery-not-delivered' });
  it('notes that the record did not take it', () => {
    given(issued, used()).when(note).then(answerRefused);
    given(issued, used())
      .when(byLink({ type: 'RefuseCustomerLinkAnswer', linkId }, usedAt, { kind: 'process', id: 'customerAnswer' }))
      .then({ type: 'CustomerLinkAnswerRefused', data: { linkId } });
  });
  it('stays quiet when that is on record', () => given(issued, used(), answerRefused).when(note).thenNothing());
  it('refuses what was not answered, and another link', () => {
    given(issued).when(note).thenRefuses('customer-link-not-used');
    given(issued, used())
      .when(byLink({ type: 'RefuseCustomerLinkAnswer', linkId }, usedAt, { kind: 'customerLink', id: 'other' }))
      .thenRefuses('not-this-link');
  });
});

describe('who may', () => {
  const staff = (id: string): Actor => ({ kind: 'staff', id });
  const may = (type: AnyCustomerLinkCommand['type'], actor: Actor, ownerId: string | undefined = 'li.na'): string => {
    const command = asked({ ...issue, type } as never, { actor });
    const rules = customerLinkWith({ secretHash, ownerId });
    const permission = operationOf(customerLinkCommands.find(({ name }) => name === type) as never)?.allow;
    try {
      authorise(permission as never, actor, rules.subject(fold(rules, [issued]), command), known.staff);
      return 'yes';
    } catch (refusal) {
      return (refusal as { readonly code: string }).code;
    }
  };

  it.each(['IssueCustomerLink', 'RevokeCustomerLink'] as const)('%s: whose record it is, and no program', (type) => {
    expect(may(type, staff('li.na'))).toBe('yes');
    expect(may(type, staff('zhou.min'))).toBe('yes');
    expect(may(type, staff('admin'))).toBe('yes');
    expect(may(type, staff('wang.wei'))).toBe('out-of-reach');
    expect(may(type, staff('li.na'), 'wang.wei')).toBe('out-of-reach'); // it was handed over since
    expect(may(type, staff('he.shen'))).toBe('role-not-permitted');
    expect(may(type, { kind: 'apiKey', id: 'erp' })).toBe('not-for-api-keys');
    expect(may(type, link)).toBe('not-permitted');
  });
  it('UseCustomerLink: the link alone', () => {
    expect(may('UseCustomerLink', link)).toBe('yes');
    expect(may('UseCustomerLink', staff('admin'))).toBe('role-not-permitted');
    expect(may('UseCustomerLink', { kind: 'process', id: 'customerAnswer' })).toBe('not-permitted');
    expect(may('UseCustomerLink', { kind: 'import', id: 'crm' })).toBe('not-permitted');
  });
});

it.each([...customerLinkCommands, ...customerLinkQueries])('%p has an example that works', (type) => {
  const example = plainToInstance(type as new () => object, {
    linkId,
    ...operationOf(type)?.example,
  });
  const isQuery = (customerLinkQueries as readonly unknown[]).includes(type);
  if (isQuery) Reflect.deleteProperty(example, 'linkId');
  expect(validateSync(example, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
});
