import { Operation, roles, type Permission, type Role } from '@dealtrail/event-sourcing';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { code } from './code.js';
import { unitKinds, type UnitKind } from './unit.events.js';

/** What every colleague may look up: who is who, and the rules (R228). */
export const everybody: Permission = {
  roles: Object.fromEntries(roles.map((role) => [role, 'all'])) as Record<Role, 'all'>,
};

@Operation({ zh: '員工名冊', en: 'Staff register', allow: everybody, example: { unitId: 'east.1', active: true } })
export class StaffRegister extends ListQuestion {
  @IsOptional() @Matches(code) readonly unitId?: string;
  @IsOptional() @IsIn(roles) readonly role?: Role;
  @IsOptional() @IsBoolean() readonly active?: boolean;
  /** Part of a name or code. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

@Operation({ zh: '員工資料', en: 'One person', allow: everybody, example: { staffId: 'li.na' } })
export class PersonPage extends Question {
  @Matches(code) readonly staffId!: string;
}

@Operation({ zh: '組織架構', en: 'Teams, regions and departments', allow: everybody, example: { kind: 'team' } })
export class UnitRegister extends ListQuestion {
  @IsOptional() @IsIn(unitKinds) readonly kind?: UnitKind;
  @IsOptional() @Matches(code) readonly parent?: string;
}
