import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { Allow, Equals, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

/** What an operator does to the machinery and must answer for (運維操作). */
export abstract class OperationCommand {
  abstract readonly type: string;
  @IsUUID() readonly operationId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Sets one event aside for good, with a reason. Refuses unless a projection or a reaction is named, and not both. */
@Operation({
  zh: '跳過擱置的事件',
  en: 'Skip an event that was set aside',
  allow: { roles: { admin: 'all' } },
  creates: 'operationId',
  example: {
    projection: 'dealRegister',
    key: '00000000-0000-4000-8000-000000000000',
    position: '42',
    reason: 'written by a faulty release',
  },
})
export class SkipParkedEvent extends OperationCommand {
  @Equals('SkipParkedEvent') readonly type = 'SkipParkedEvent';
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly projection?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) readonly reaction?: string;
  /** Of the row; of a reaction the stream. */
  @IsString() @IsNotEmpty() @MaxLength(200) readonly key!: string;
  @Matches(/^\d{1,15}$/) readonly position!: string;
  @IsString() @Matches(/\S/) @MaxLength(500) readonly reason!: string;
}

export const operationCommands = [SkipParkedEvent] as const;
export type AnyOperationCommand = InstanceType<(typeof operationCommands)[number]>;
