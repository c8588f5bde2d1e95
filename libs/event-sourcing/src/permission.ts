import type { Actor, ActorKind, Instant } from './message.js';
import { DomainError } from './errors.js';

/** The posts of the sales department and around it (requirements section 5). */
export const roles = [
  'rep', // 销售代表/专员
  'supervisor', // 销售主管/组长
  'regionalSupervisor', // 區域銷售主管
  'salesManager', // 銷售經理
  'director', // 销售总监
  'salesSupport', // 销售支持
  'marketSupport', // 市场支持
  'legal', // 法務
  'finance', // 財務
  'technical', // 技術/產品
  'operations', // 運營/倉儲物流
  'customerService', // 客服
  'hr', // HR / 培訓
  'mentor', // 老員工/銷冠
  'auditor', // 審計
  'admin', // 管理員
] as const;
export type Role = (typeof roles)[number];

/** How far a role reaches: own records, those of the team, region or department, those assigned, or all. */
export type Scope = 'own' | 'team' | 'region' | 'department' | 'assigned' | 'all';

/** Who may use a command or query. Nothing stated is nothing allowed. */
export interface Permission {
  readonly roles: Readonly<Partial<Record<Role, Scope>>>;
  /** Other actors than staff, e.g. `process` for what only a workflow records. */
  readonly kinds?: readonly Exclude<ActorKind, 'staff' | 'apiKey'>[];
  /** Besides: who has a step of the record, of any role named here, whichever scope that role has. */
  readonly assigned?: true;
  /** No API key, whatever its role: what grants power, or needs a second pair of eyes. */
  readonly people?: true;
}

/** Whom a record belongs to. */
export interface Subject {
  /** Staff ids; the scopes own, team, region and department are measured from them. None: only `all` reaches it. */
  readonly owners: readonly string[];
  /** Staff ids to whom some step of it is assigned. */
  readonly assigned?: readonly string[];
}

/** Staff ids, or everybody. */
export type Reach = 'all' | ReadonlySet<string>;

/** A program's key as permissions and the edge know it; of the secret only its hash. */
export interface ApiKey {
  readonly role: Role;
  /** SHA-256, hex. */
  readonly secretHash: string;
  readonly expiresAt: Instant;
  readonly revoked: boolean;
}

/** What permissions need to know of the staff; answered from memory. */
export interface Directory {
  /** Undefined for unknown people; inactive people have no roles. */
  rolesOf(staffId: string): readonly Role[] | undefined;
  /** Whose records a person reaches in a scope. */
  within(staffId: string, scope: Exclude<Scope, 'all' | 'assigned'>): ReadonlySet<string>;
  /** Every key ever issued, revoked and expired ones too. */
  apiKey(keyId: string): ApiKey | undefined;
}

/** The owners whose records a person reaches by this permission, over all their roles; empty when none. Lists filter by it. */
export function reach(permission: Permission, staffId: string, directory: Directory): Reach {
  const reached = new Set<string>();
  for (const role of directory.rolesOf(staffId) ?? []) {
    const scope = permission.roles[role];
    if (scope === 'all') return 'all';
    if (scope && scope !== 'assigned') for (const id of directory.within(staffId, scope)) reached.add(id);
  }
  return reached;
}

/** Whether any of the person's roles is named at all, whatever the scope. */
export const hasRole = (permission: Permission, staffId: string, directory: Directory): boolean =>
  (directory.rolesOf(staffId) ?? []).some((role) => permission.roles[role] !== undefined);

/** How far a key's one role reaches; a key owns nothing and leads nobody, so that less than `all` is nothing. */
export function scopeOfKey(permission: Permission, keyId: string, directory: Directory): Scope {
  if (permission.people) throw new DomainError('not-for-api-keys', 'forbidden');
  const key = directory.apiKey(keyId);
  const scope = key && !key.revoked ? permission.roles[key.role] : undefined;
  if (!scope) throw new DomainError('role-not-permitted', 'forbidden');
  return scope;
}

/** Throws `forbidden` unless the actor may do this to that subject; the one definition behind commands and single reads. */
export function authorise(permission: Permission, actor: Actor, subject: Subject, directory: Directory): void {
  if (actor.kind === 'apiKey') {
    if (scopeOfKey(permission, actor.id, directory) === 'all') return;
    throw new DomainError('out-of-reach', 'forbidden');
  }
  if (actor.kind !== 'staff') {
    if (permission.kinds?.includes(actor.kind)) return;
    throw new DomainError('not-permitted', 'forbidden');
  }
  if (!hasRole(permission, actor.id, directory)) throw new DomainError('role-not-permitted', 'forbidden');
  const reached = reach(permission, actor.id, directory);
  if (reached === 'all' || subject.owners.some((owner) => reached.has(owner))) return;
  const assigned =
    permission.assigned || (directory.rolesOf(actor.id) ?? []).some((role) => permission.roles[role] === 'assigned');
  if (assigned && subject.assigned?.includes(actor.id)) return;
  throw new DomainError('out-of-reach', 'forbidden');
}

/** Whose records an actor sees in a list; throws `forbidden` when none of their roles may ask at all. */
export function reachOf(permission: Permission, actor: Actor, directory: Directory): Reach {
  if (actor.kind === 'apiKey') return scopeOfKey(permission, actor.id, directory) === 'all' ? 'all' : new Set();
  if (actor.kind !== 'staff') {
    authorise(permission, actor, { owners: [] }, directory);
    return 'all';
  }
  if (!hasRole(permission, actor.id, directory)) throw new DomainError('role-not-permitted', 'forbidden');
  return reach(permission, actor.id, directory);
}
