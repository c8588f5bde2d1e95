import { eventSchema, type Event, type Role } from '@dealtrail/event-sourcing';

/** Why a key is taken back: 洩露, 已更換, 不再需要. A list, so that no text about people gets into the log. */
export const revocationReasons = ['leaked', 'replaced', 'notNeeded'] as const;
export type RevocationReason = (typeof revocationReasons)[number];

export type ApiKeyEvent =
  /** `secretHash`: SHA-256 (hex) of 256 random bits, which are nowhere kept. */
  | Event<'ApiKeyIssued', { keyId: string; name: string; role: Role; secretHash: string; expiresAt: string }>
  | Event<'ApiKeyRevoked', { keyId: string; reason: RevocationReason }>;

/** Everything a key's stream (`apiKey-<uuid>`) has ever held. */
export const apiKeyEvents = eventSchema<ApiKeyEvent>('apiKey', {
  ApiKeyIssued: { version: 1 },
  ApiKeyRevoked: { version: 1 },
});
