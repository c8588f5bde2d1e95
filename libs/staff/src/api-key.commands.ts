import { Operation, roles, type CommandMetadata, type Role } from '@dealtrail/event-sourcing';
import { Allow, Equals, IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { revocationReasons, type RevocationReason } from './api-key.events.js';

/** What is asked of one key of a program (接口密鑰). */
export abstract class ApiKeyCommand {
  abstract readonly type: string;
  @IsUUID() readonly keyId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** The answer shows the key, once; refuses `api-key-already-issued`. A key issues none, whatever its role. */
@Operation({
  zh: '簽發接口密鑰',
  en: 'Issue an API key',
  allow: { roles: { admin: 'all' }, people: true },
  creates: 'keyId',
  shows: { key: 'What the program sends as its bearer token; shown in this answer and never again' },
  example: { name: 'erp-sync', role: 'salesSupport', days: 90 },
})
export class IssueApiKey extends ApiKeyCommand {
  @Equals('IssueApiKey') @IsOptional() readonly type = 'IssueApiKey' as const;
  /** Of the program, e.g. `erp-sync`; nobody's name. */
  @Matches(/^[a-z0-9][a-z0-9._-]{0,63}$/) readonly name!: string;
  @IsIn(roles) readonly role!: Role;
  /** How long it counts, of 24 h each. */
  @IsOptional() @IsInt() @Min(1) @Max(365) readonly days: number = 90;
}

/** No process takes the key from then on; refuses `api-key-not-found`. */
@Operation({
  zh: '撤銷接口密鑰',
  en: 'Revoke an API key',
  allow: { roles: { admin: 'all' } },
  example: { keyId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', reason: 'leaked' },
})
export class RevokeApiKey extends ApiKeyCommand {
  @Equals('RevokeApiKey') @IsOptional() readonly type = 'RevokeApiKey' as const;
  @IsIn(revocationReasons) readonly reason!: RevocationReason;
}

/** The single registry of what can be asked of a key. */
export const apiKeyCommands = [IssueApiKey, RevokeApiKey] as const;
export type AnyApiKeyCommand = InstanceType<(typeof apiKeyCommands)[number]>;
