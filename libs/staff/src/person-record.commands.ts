import { Operation, roles, type CommandMetadata, type Permission, type Role } from '@dealtrail/event-sourcing';
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

/** Replaces all roles; refuses `last-admin`, `last-possible-reviewer`. A process may send it to bring a role back. */
@Operation({
  zh: '更改崗位角色',
  en: "Change a person's roles",
  allow: { roles: { admin: 'all' }, kinds: ['process'], people: true },
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

/** Who leads units or reviews, and so has something that a deputy stands in for. */
const deputised = {
  admin: 'all',
  director: 'own',
  salesManager: 'own',
  regionalSupervisor: 'own',
  supervisor: 'own',
  legal: 'own',
  finance: 'own',
  technical: 'own',
  operations: 'own',
  customerService: 'own',
} as const satisfies Permission['roles'];

/** The deputy stands in for the person as head of their units, and first for their open review steps; roles do not pass on. */
@Operation({
  zh: '指定代理人',
  en: 'Appoint a deputy',
  allow: { roles: deputised },
  example: { staffId: 'zhao.min', deputy: 'li.na' },
})
export class AppointDeputy extends PersonCommand {
  @Equals('AppointDeputy') @IsOptional() readonly type = 'AppointDeputy' as const;
  @Matches(code) readonly deputy!: string;
}

@Operation({
  zh: '取消代理人',
  en: 'Dismiss a deputy',
  allow: { roles: deputised },
  example: { staffId: 'zhao.min', deputy: 'li.na' },
})
export class DismissDeputy extends PersonCommand {
  @Equals('DismissDeputy') @IsOptional() readonly type = 'DismissDeputy' as const;
  @Matches(code) readonly deputy!: string;
}

/** Takes effect at once; what the person holds goes to others (R252, G-031); refuses `last-admin`, `last-possible-reviewer`. */
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

/** What was handed over stays where it is. A process may send it to bring back the last admin or reviewer. */
@Operation({
  zh: '恢復員工',
  en: 'Reactivate a person',
  allow: { roles: { admin: 'all' }, kinds: ['process'] },
  example: { staffId: 'li.na' },
})
export class ReactivatePerson extends PersonCommand {
  @Equals('ReactivatePerson') @IsOptional() readonly type = 'ReactivatePerson' as const;
}

/** Says that what a person held has gone to others; of an earlier hand-over or a person who is back: nothing. */
@Operation({
  zh: '記錄交接完成',
  en: 'Record a completed hand-over',
  allow: { roles: {}, kinds: ['process'] },
  example: { staffId: 'li.na', round: 1, upTo: 4711 },
})
export class RecordHandOver extends PersonCommand {
  @Equals('RecordHandOver') @IsOptional() readonly type = 'RecordHandOver' as const;
  /** Of the departure or leave, as its event says. */
  @IsInt() @Min(1) readonly round!: number;
  /** The position up to which everything was looked at. */
  @IsInt() @Min(0) readonly upTo!: number;
}
