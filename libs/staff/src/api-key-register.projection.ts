import { projection, type Instant, type Role } from '@dealtrail/event-sourcing';
import type { ApiKeyEvent, RevocationReason } from './api-key.events.js';

/** A key as it is shown: never its secret, nor the hash of it. */
export interface ApiKeyRow {
  readonly keyId: string;
  readonly name: string;
  readonly role: Role;
  readonly issuedAt: Instant;
  /** Staff id. */
  readonly issuedBy: string;
  readonly expiresAt: Instant;
  readonly revoked: boolean;
  readonly revokedAt?: Instant;
  /** Staff id, or the id of a key. */
  readonly revokedBy?: string;
  readonly reason?: RevocationReason;
}

const key = ({ data: { keyId } }: { readonly data: { readonly keyId: string } }) => [keyId];

/** 接口密鑰: every key ever issued to a program. */
export const apiKeyRegister = projection<ApiKeyRow, ApiKeyEvent>({
  name: 'apiKeyRegister',
  version: 1,
  key: 'keyId',
  columns: {
    keyId: 'text',
    name: 'text',
    role: 'text',
    issuedAt: 'instant',
    issuedBy: 'text',
    expiresAt: 'instant',
    revoked: 'boolean',
    revokedAt: 'instant',
    revokedBy: 'text',
    reason: 'text',
  },
  indexes: [['name']],
  keys: { ApiKeyIssued: key, ApiKeyRevoked: key },
  project: {
    ApiKeyIssued: (_, { data: { keyId, name, role, expiresAt }, metadata: { actor, occurredAt } }) => ({
      keyId,
      name,
      role,
      issuedAt: occurredAt,
      issuedBy: actor.id,
      expiresAt,
      revoked: false,
    }),
    ApiKeyRevoked: (row, { data: { reason }, metadata: { actor, occurredAt } }) =>
      row && { ...row, revoked: true, revokedAt: occurredAt, revokedBy: actor.id, reason },
  },
});
