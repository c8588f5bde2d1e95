import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { Allow, Equals, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { code } from './code.js';
import { unitKinds, type UnitKind } from './unit.events.js';

/** What is asked of one organisational unit; `unitId` is its code, e.g. `east`. */
export abstract class UnitCommand {
  abstract readonly type: string;
  @Matches(code) readonly unitId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** A unit belongs to one of a larger kind or stands alone; refuses `parent-not-found`, `parent-not-larger`, `unit-already-registered`. */
@Operation({
  zh: '登記組織單位',
  en: 'Register a team, region or department',
  allow: { roles: { admin: 'all' }, kinds: ['system', 'import'] },
  example: { unitId: 'east.1', kind: 'team', name: '華東一組', parent: 'east' },
})
export class RegisterUnit extends UnitCommand {
  @Equals('RegisterUnit') @IsOptional() readonly type = 'RegisterUnit' as const;
  @IsIn(unitKinds) readonly kind!: UnitKind;
  @IsString() @Matches(/\S/) @MaxLength(100) readonly name!: string;
  @IsOptional() @Matches(code) readonly parent?: string;
}

@Operation({
  zh: '更改組織單位名稱',
  en: 'Rename a unit',
  allow: { roles: { admin: 'all' } },
  example: { unitId: 'east.1', name: '華東大客戶組' },
})
export class RenameUnit extends UnitCommand {
  @Equals('RenameUnit') @IsOptional() readonly type = 'RenameUnit' as const;
  @IsString() @Matches(/\S/) @MaxLength(100) readonly name!: string;
}

/** Without `parent` the unit stands alone from now on. */
@Operation({
  zh: '調整組織單位隸屬',
  en: 'Move a unit',
  allow: { roles: { admin: 'all' } },
  example: { unitId: 'east.1', parent: 'west' },
})
export class MoveUnit extends UnitCommand {
  @Equals('MoveUnit') @IsOptional() readonly type = 'MoveUnit' as const;
  @IsOptional() @Matches(code) readonly parent?: string;
}

@Operation({
  zh: '任命負責人',
  en: 'Appoint the head of a unit',
  allow: { roles: { admin: 'all' }, kinds: ['system', 'import'] },
  example: { unitId: 'east.1', head: 'zhao.min' },
})
export class AppointUnitHead extends UnitCommand {
  @Equals('AppointUnitHead') @IsOptional() readonly type = 'AppointUnitHead' as const;
  @Matches(code) readonly head!: string;
}

/** The single registry of what can be asked of a unit. */
export const unitCommands = [RegisterUnit, RenameUnit, MoveUnit, AppointUnitHead] as const;
export type AnyUnitCommand = InstanceType<(typeof unitCommands)[number]>;
