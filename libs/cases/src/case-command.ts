import type { CommandMetadata } from '@dealtrail/event-sourcing';
import { sellingRoles } from '@dealtrail/staff';
import { Allow, IsUUID } from 'class-validator';

/**
 * Who handles cases: sellers those of owners in reach, customer service, sales support and admins all, the technical team what
 * is assigned to them.
 */
export const handlers = {
  ...sellingRoles,
  customerService: 'all',
  technical: 'assigned',
  salesSupport: 'all',
  admin: 'all',
} as const;

/** As instants are written everywhere, so that they compare as strings. */
export const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What is asked of one case (售後問題、投訴). */
export abstract class CaseCommand {
  abstract readonly type: string;
  @IsUUID() readonly caseId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}
