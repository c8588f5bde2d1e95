import { decider, ensure, ensureFound, type Instant, type Role } from '@dealtrail/event-sourcing';
import type { AnyApiKeyCommand } from './api-key.commands.js';
import { apiKeyEvents, type ApiKeyEvent } from './api-key.events.js';
import type { StaffKnown } from './staff.fold.js';

/** One key of a program. */
export interface ApiKeyState {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: Instant;
  readonly revoked: boolean;
}

const dayMs = 86_400_000;

/**
 * The rules of a program's key. The hash of a secret that was just made comes beside the command: in its body, a repeat with the
 * same idempotency key would be another command.
 */
export const apiKeyWith = (secretHash: string) =>
  decider<AnyApiKeyCommand, ApiKeyEvent, ApiKeyState | undefined, StaffKnown>({
    events: apiKeyEvents,
    id: ({ keyId }) => keyId,
    subject: () => ({ owners: [] }),
    initialState: undefined,
    decide: {
      IssueApiKey: ({ keyId, name, role, days, metadata: { occurredAt } }, key) => {
        const expiresAt = new Date(Date.parse(occurredAt) + days * dayMs).toISOString();
        if (key) {
          const isSame = key.name === name && key.role === role && key.expiresAt === expiresAt;
          ensure(isSame, 'api-key-already-issued');
          return [];
        }
        return [{ type: 'ApiKeyIssued', data: { keyId, name, role, secretHash, expiresAt } }];
      },

      RevokeApiKey: ({ keyId, reason }, key) => {
        ensureFound(key, 'api-key-not-found');
        return key.revoked ? [] : [{ type: 'ApiKeyRevoked', data: { keyId, reason } }];
      },
    },
    evolve: {
      ApiKeyIssued: (_, { data: { name, role, expiresAt } }) => ({ name, role, expiresAt, revoked: false }),
      ApiKeyRevoked: (key) => key && { ...key, revoked: true },
    },
  });
