import { Operation, roles, type CommandMetadata, type Role } from '@dealtrail/event-sourcing';
import {
  Allow,
  ArrayNotEmpty,
  ArrayUnique,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { code } from './code.js';

/** What is asked of one person's record; `staffId` is the person's code, e.g. `li.na`. */
export abstract class PersonCommand {
  abstract readonly type: string;
  @Matches(code) readonly staffId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Enters a person; refuses `unit-not-found`, `superior-not-active`, `role-not-grantable`, `person-already-registered`. */
@Operation({
  zh: '登記員工',
  en: 'Register a person',
  allow: { roles: { admin: 'all', hr: 'all' }, kinds: ['system', 'import'] },
  example: { staffId: 'li.na', name: '李娜', roles: ['rep'], unitId: 'east.1' },
})
export class RegisterPerson extends PersonCommand {
  @Equals('RegisterPerson') @IsOptional() readonly type = 'RegisterPerson' as const;
  @IsString() @Matches(/\S/) @MaxLength(100) readonly name!: string;
  @IsArray() @ArrayNotEmpty() @ArrayUnique() @IsIn(roles, { each: true }) readonly roles!: Role[];
  @IsOptional() @Matches(code) readonly unitId?: string;
  /** Only where it is not the head of the unit. */
  @IsOptional() @Matches(code) readonly superior?: string;
}

@Operation({
  zh: '更改員工姓名',
  en: 'Rename a person',
  allow: { roles: { admin: 'all', hr: 'all' } },
  example: { staffId: 'li.na', name: '李娜娜' },
})
export class RenamePerson extends PersonCommand {
  @Equals('RenamePerson') @IsOptional() readonly type = 'RenamePerson' as const;
  @IsString() @Matches(/\S/) @MaxLength(100) readonly name!: string;
}

/** Replaces all roles; the last active admin keeps theirs (`last-admin`). A process may send it to bring that role back. */
@Operation({
  zh: '更改崗位角色',
  en: "Change a person's roles",
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { staffId: 'li.na', roles: ['rep', 'mentor'] },
})
export class ChangePersonRoles extends PersonCommand {
  @Equals('ChangePersonRoles') @IsOptional() readonly type = 'ChangePersonRoles' as const;
  @IsArray() @ArrayNotEmpty() @ArrayUnique() @IsIn(roles, { each: true }) readonly roles!: Role[];
}

/** Sets unit and superior together; what is left out is none. */
@Operation({
  zh: '調動員工',
  en: 'Move a person to another unit or superior',
  allow: { roles: { admin: 'all' } },
  example: { staffId: 'li.na', unitId: 'west.2' },
})
export class MovePerson extends PersonCommand {
  @Equals('MovePerson') @IsOptional() readonly type = 'MovePerson' as const;
  @IsOptional() @Matches(code) readonly unitId?: string;
  @IsOptional() @Matches(code) readonly superior?: string;
}

/** The deputy stands in for the person as head of their units; roles do not pass on. */
@Operation({
  zh: '指定代理人',
  en: 'Appoint a deputy',
  allow: {
    roles: { admin: 'all', director: 'own', salesManager: 'own', regionalSupervisor: 'own', supervisor: 'own' },
  },
  example: { staffId: 'zhao.min', deputy: 'li.na' },
})
export class AppointDeputy extends PersonCommand {
  @Equals('AppointDeputy') @IsOptional() readonly type = 'AppointDeputy' as const;
  @Matches(code) readonly deputy!: string;
}

@Operation({
  zh: '取消代理人',
  en: 'Dismiss a deputy',
  allow: {
    roles: { admin: 'all', director: 'own', salesManager: 'own', regionalSupervisor: 'own', supervisor: 'own' },
  },
  example: { staffId: 'zhao.min', deputy: 'li.na' },
})
export class DismissDeputy extends PersonCommand {
  @Equals('DismissDeputy') @IsOptional() readonly type = 'DismissDeputy' as const;
  @Matches(code) readonly deputy!: string;
}

/** Takes effect at once; the open deals in the person’s hands go to the superior (R252). */
@Operation({
  zh: '停用員工',
  en: 'Deactivate a person',
  allow: { roles: { admin: 'all' } },
  example: { staffId: 'li.na', reason: '離職' },
})
export class DeactivatePerson extends PersonCommand {
  @Equals('DeactivatePerson') @IsOptional() readonly type = 'DeactivatePerson' as const;
  @IsString() @Matches(/\S/) @MaxLength(500) readonly reason!: string;
}

/** What was handed over stays where it is. A process may send it to bring back the last admin. */
@Operation({
  zh: '恢復員工',
  en: 'Reactivate a person',
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { staffId: 'li.na' },
})
export class ReactivatePerson extends PersonCommand {
  @Equals('ReactivatePerson') @IsOptional() readonly type = 'ReactivatePerson' as const;
}

/** Says that a departed person's things have gone to others; of an earlier departure or a person who is back: nothing. */
@Operation({
  zh: '記錄交接完成',
  en: 'Record a completed hand-over',
  allow: { roles: {}, kinds: ['process'] },
  example: { staffId: 'li.na', round: 1, upTo: 4711 },
})
export class RecordHandOver extends PersonCommand {
  @Equals('RecordHandOver') @IsOptional() readonly type = 'RecordHandOver' as const;
  /** Of the departure, as its event says. */
  @IsInt() @Min(1) readonly round!: number;
  /** The position up to which everything was looked at. */
  @IsInt() @Min(0) readonly upTo!: number;
}

/** The single registry of what can be asked of a person's record. */
export const personCommands = [
  RegisterPerson,
  RenamePerson,
  ChangePersonRoles,
  MovePerson,
  AppointDeputy,
  DismissDeputy,
  DeactivatePerson,
  ReactivatePerson,
  RecordHandOver,
] as const;
export type AnyPersonCommand = InstanceType<(typeof personCommands)[number]>;
