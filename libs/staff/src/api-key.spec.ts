import { fold, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { projectionSpecification, recorded, specification } from '@dealtrail/event-sourcing/testing';
import { apiKeyRegister, type ApiKeyRow } from './api-key-register.projection.js';
import type { AnyApiKeyCommand } from './api-key.commands.js';
import { apiKeyWith } from './api-key.decider.js';
import type { ApiKeyEvent } from './api-key.events.js';
import { StaffDirectory } from './staff-directory.js';
import { staffFold } from './staff.fold.js';

const keyId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const secretHash = 'ab'.repeat(32);
const given = specification(apiKeyWith(secretHash), { staff: StaffDirectory.empty });

const metadata: CommandMetadata = {
  commandId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  actor: { kind: 'staff', id: 'qian' },
  correlationId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  occurredAt: '2026-03-02T01:00:00.000Z',
};
const by = (intention: Intention<AnyApiKeyCommand>): AnyApiKeyCommand =>
  ({ ...intention, metadata }) as AnyApiKeyCommand;

const terms = { keyId, name: 'erp-sync', role: 'salesSupport' } as const;
const issued: ApiKeyEvent = {
  type: 'ApiKeyIssued',
  data: { ...terms, secretHash, expiresAt: '2026-05-31T01:00:00.000Z' },
};
const revoked: ApiKeyEvent = { type: 'ApiKeyRevoked', data: { keyId, reason: 'leaked' } };

describe('IssueApiKey', () => {
  const issue = by({ type: 'IssueApiKey', ...terms, days: 90 });
  it('issues, with the hash of the secret and an end', () => given().when(issue).then(issued));
  it('stays quiet when it is issued, and when it is revoked since', () => {
    given(issued).when(issue).thenNothing();
    given(issued, revoked).when(issue).thenNothing();
  });
  it.each([{ name: 'other' }, { role: 'admin' as const }, { days: 91 }])('refuses the same id with %o', (other) =>
    given(issued)
      .when(by({ type: 'IssueApiKey', ...terms, days: 90, ...other }))
      .thenRefuses('api-key-already-issued'),
  );
});

describe('RevokeApiKey', () => {
  const revoke = by({ type: 'RevokeApiKey', keyId, reason: 'leaked' });
  it('revokes', () => given(issued).when(revoke).then(revoked));
  it('stays quiet when it is revoked, whatever for', () => {
    given(issued, revoked).when(revoke).thenNothing();
    given(issued, revoked)
      .when(by({ type: 'RevokeApiKey', keyId, reason: 'replaced' }))
      .thenNothing();
  });
  it('refuses a key that is not there', () => given().when(revoke).thenRefuses('api-key-not-found'));
});

describe('keys in the directory', () => {
  it('are known by role, hash and end, and revoked once they are', () => {
    const directory = fold(staffFold, [issued]);
    const key = { role: 'salesSupport', secretHash, expiresAt: '2026-05-31T01:00:00.000Z', revoked: false };
    expect(directory.apiKey(keyId)).toEqual(key);
    expect(fold(staffFold, [issued, revoked]).apiKey(keyId)).toEqual({ ...key, revoked: true });
    expect(directory.apiKey(keyId)).toEqual(key);
  });

  it('stay when people and units change', () => {
    const directory = fold(staffFold, [
      issued,
      { type: 'PersonRegistered', data: { staffId: 'li', name: '李', roles: ['rep'] } },
      { type: 'UnitRegistered', data: { unitId: 'east', kind: 'region', name: '華東' } },
    ]);
    expect(directory.apiKey(keyId)?.role).toBe('salesSupport');
    expect(directory.rolesOf(keyId)).toBeUndefined();
  });
});

describe('apiKeyRegister', () => {
  const rows = (...events: readonly ApiKeyEvent[]) =>
    projectionSpecification(apiKeyRegister)(...events.map((event, n) => recorded(event, `apiKey-${keyId}`, n)));
  const row: ApiKeyRow = {
    ...terms,
    issuedAt: '2026-03-02T01:00:00.000Z',
    issuedBy: 'tester',
    expiresAt: '2026-05-31T01:00:00.000Z',
    revoked: false,
  };

  it('shows a key without its hash', () => rows(issued).then(row));
  it('shows who took it back, when and why', () =>
    rows(issued, revoked).then({
      ...row,
      revoked: true,
      revokedAt: '2026-03-02T01:00:00.000Z',
      revokedBy: 'tester',
      reason: 'leaked',
    }));
});
