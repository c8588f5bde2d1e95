import { Operation, projectedRows, roles, type Permission, type Role } from '@dealtrail/event-sourcing';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { IsDay, type Day } from '@dealtrail/calendar';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { apiKeyRegister } from './api-key-register.projection.js';
import { code } from './code.js';
import { leaveRegister, leaveStates, type LeaveState } from './leave-register.projection.js';
import { staffRegister } from './staff-register.projection.js';
import { unitRegister } from './unit-register.projection.js';
import { unitKinds, type UnitKind } from './unit.events.js';

/** What every colleague may look up: who is who, and the rules (R228). */
export const everybody: Permission = {
  roles: Object.fromEntries(roles.map((role) => [role, 'all'])) as Record<Role, 'all'>,
};

@Operation({
  zh: '員工名冊',
  en: 'Staff register',
  allow: everybody,
  example: { unitId: 'east.1', active: true },
  rows: projectedRows(staffRegister),
})
export class StaffRegister extends ListQuestion {
  @IsOptional() @Matches(code) readonly unitId?: string;
  @IsOptional() @IsIn(roles) readonly role?: Role;
  @IsOptional() @IsBoolean() readonly active?: boolean;
  /** On leave now. */
  @IsOptional() @IsBoolean() readonly away?: boolean;
  /** Part of a name or code. */
  @IsOptional() @IsString() @MaxLength(100) readonly text?: string;
}

/** Who is away when: leaves that share a day with the days from `from` to `until`, both included. */
@Operation({
  zh: '請假一覽',
  en: 'Leave register',
  allow: everybody,
  example: { from: '2026-10-01', until: '2026-10-31', state: 'planned' },
  rows: projectedRows(leaveRegister),
})
export class LeaveRegister extends ListQuestion {
  @IsOptional() @Matches(code) readonly staffId?: string;
  @IsOptional() @IsDay() readonly from?: Day;
  @IsOptional() @IsDay() readonly until?: Day;
  @IsOptional() @IsIn(leaveStates) readonly state?: LeaveState;
}

@Operation({ zh: '員工資料', en: 'One person', allow: everybody, example: { staffId: 'li.na' } })
export class PersonPage extends Question {
  @Matches(code) readonly staffId!: string;
}

@Operation({
  zh: '組織架構',
  en: 'Teams, regions and departments',
  allow: everybody,
  example: { kind: 'team' },
  rows: projectedRows(unitRegister),
})
export class UnitRegister extends ListQuestion {
  @IsOptional() @IsIn(unitKinds) readonly kind?: UnitKind;
  @IsOptional() @Matches(code) readonly parent?: string;
}

/** Keys of programs, revoked and expired ones too; of their secrets nothing is kept that could be shown. */
@Operation({
  zh: '接口密鑰一覽',
  en: 'API keys',
  allow: { roles: { admin: 'all', auditor: 'all' } },
  example: { role: 'salesSupport', revoked: false },
  rows: projectedRows(apiKeyRegister),
})
export class ApiKeyRegister extends ListQuestion {
  @IsOptional() @IsIn(roles) readonly role?: Role;
  @IsOptional() @IsBoolean() readonly revoked?: boolean;
}
