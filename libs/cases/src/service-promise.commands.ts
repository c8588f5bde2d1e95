import { Operation, type CommandMetadata } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { code, sellingRoles } from '@dealtrail/staff';
import { Allow, Equals, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { promiseSources, type PromiseSource } from './service-promise.events.js';

const promiseId = 'c4e2d1f0-5b6a-4c7d-8e9f-0a1b2c3d4e5f';
const caseId = 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b';

/** Sellers and who supports them: their own promises, those of their teams, or all. */
const registering = {
  roles: { ...sellingRoles, salesSupport: 'all', admin: 'all' },
  kinds: ['import'],
} as const;
/** Besides, who handles the case that asks for it. */
const checking = { ...registering, roles: { ...registering.roles, customerService: 'all' } } as const;

/** What is asked of a promise made in the sale (售後承諾, R107). */
export abstract class ServicePromiseCommand {
  abstract readonly type: string;
  @IsUUID() readonly promiseId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

/** Puts on record what was promised to a customer; refuses `owner-not-active`, `owner-not-in-sales`, `promise-already-registered`. */
@Operation({
  zh: '登記售後承諾',
  en: 'Register a promise of service',
  allow: registering,
  creates: 'promiseId',
  example: {
    customerId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    source: 'contract',
    text: '首年免費上門保養兩次',
    dueOn: '2027-03-31',
  },
})
export class RegisterServicePromise extends ServicePromiseCommand {
  @Equals('RegisterServicePromise') @IsOptional() readonly type = 'RegisterServicePromise' as const;
  @IsUUID() readonly customerId!: string;
  /** Who promised; default: who registers it. */
  @IsOptional() @Matches(code) readonly sellerId?: string;
  @IsOptional() @IsUUID() readonly dealId?: string;
  @IsOptional() @IsUUID() readonly contractId?: string;
  @IsOptional() @IsUUID() readonly orderId?: string;
  @IsIn(promiseSources) readonly source!: PromiseSource;
  @IsString() @Matches(/\S/) @MaxLength(5000) readonly text!: string;
  /** The last day on which keeping it is in time. */
  @IsOptional() @IsDay() readonly dueOn?: Day;
}

/**
 * A case asks for what was promised, one of the same customer. Refuses `promise-not-found`, `case-not-found`,
 * `case-of-another-customer`; so do the verdicts of the case they name.
 */
@Operation({ zh: '關聯售後承諾', en: 'Link a promise to a case', allow: checking, example: { promiseId, caseId } })
export class LinkServicePromise extends ServicePromiseCommand {
  @Equals('LinkServicePromise') @IsOptional() readonly type = 'LinkServicePromise' as const;
  @IsUUID() readonly caseId!: string;
}

/** The promise was kept; refuses `promise-already-kept`, `promise-already-broken`. */
@Operation({
  zh: '記錄承諾已兌現',
  en: 'Record that a promise was kept',
  allow: checking,
  example: { promiseId, caseId, note: '已上門保養' },
})
export class KeepServicePromise extends ServicePromiseCommand {
  @Equals('KeepServicePromise') @IsOptional() readonly type = 'KeepServicePromise' as const;
  /** The case that asked for it. */
  @IsOptional() @IsUUID() readonly caseId?: string;
  @IsOptional() @IsString() @Matches(/\S/) @MaxLength(2000) readonly note?: string;
}

/** The promise was broken, and why; refuses `promise-already-kept`, `promise-already-broken`. */
@Operation({
  zh: '記錄承諾未兌現',
  en: 'Record that a promise was broken',
  allow: checking,
  example: { promiseId, caseId, reason: '備件停產，未能在承諾期內更換' },
})
export class BreakServicePromise extends ServicePromiseCommand {
  @Equals('BreakServicePromise') @IsOptional() readonly type = 'BreakServicePromise' as const;
  /** The case that asked for it. */
  @IsOptional() @IsUUID() readonly caseId?: string;
  @IsString() @Matches(/\S/) @MaxLength(2000) readonly reason!: string;
}

/** The single registry of what can be asked of a promise. */
export const servicePromiseCommands = [
  RegisterServicePromise,
  LinkServicePromise,
  KeepServicePromise,
  BreakServicePromise,
] as const;
export type AnyServicePromiseCommand = InstanceType<(typeof servicePromiseCommands)[number]>;
