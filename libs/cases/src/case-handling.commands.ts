import { Operation, type Instant, type Permission } from '@dealtrail/event-sourcing';
import { IsInstant } from '@dealtrail/calendar';
import { complaintStages, waitReasons, type ComplaintStage, type WaitReason } from '@dealtrail/policies';
import { code } from '@dealtrail/staff';
import { Type } from 'class-transformer';
import { Equals, IsIn, IsOptional, Matches, MaxLength, ValidateNested } from 'class-validator';
import { CaseCauseInput, categoryPattern, IsText } from './case-fields.js';
import { assignees, CaseCommand, handlers } from './case-reporting.commands.js';
import { caseChannels, caseDepartments, type CaseChannel, type CaseDepartment, type ClockId } from './case.events.js';

const caseId = '9b2d4c6e-1f3a-4b5c-8d7e-0a1b2c3d4e5f';

/** The clocks that somebody owes something by. */
export const clockPattern =
  /^(response|solution|closing|stage\/(intake|investigation|handling|feedback)\/[1-9]\d{0,5}|sync\/[1-9]\d{0,5})$/;
/** Those, and the customer's silence, which nobody is late with. */
export const anyClockPattern = new RegExp(`${clockPattern.source}|^silence$`);
/** Those names in words, for who asks for another one. */
export const clockForm = {
  message: '$property must name a clock: response, solution, closing, stage/<stage>/<round> or sync/<number>',
};

/** Besides handlers, the customer by their link. */
const handlersAndCustomers: Permission = { ...handlers, kinds: ['customerLink', 'import'] };

/**
 * Somebody reacts to the customer (R099); the first time ends the clock of 1 hour. The seller who keeps following may, too. Refuses
 * `case-already-responded` (without anything new to say), `case-closed`, `case-merged`.
 */
@Operation({
  zh: '響應客戶',
  en: 'Respond to a case',
  allow: handlers,
  example: { caseId, channel: 'hotline', note: '已電話聯繫,安排遠程診斷' },
})
export class RespondToCase extends CaseCommand {
  @Equals('RespondToCase') @IsOptional() readonly type = 'RespondToCase' as const;
  @IsOptional() @IsIn(caseChannels) readonly channel?: CaseChannel;
  @IsOptional() @IsText(5000) readonly note?: string;
}

/**
 * To another person; their promises go along. Refuses `assignee-not-active`, `person-only-reads` (auditors), `case-closed`,
 * `case-merged`.
 */
@Operation({
  zh: '指派案件',
  en: 'Assign a case',
  allow: handlers,
  example: { caseId, to: 'qin.tao', reason: '熟悉該機型' },
})
export class AssignCase extends CaseCommand {
  @Equals('AssignCase') @IsOptional() readonly type = 'AssignCase' as const;
  @Matches(code) readonly to!: string;
  @IsOptional() @IsText(100) readonly group?: string;
  @IsOptional() @IsText(2000) readonly reason?: string;
}

/**
 * To service or technical; the seller keeps following (R106). Without `to` the people of the department take turns. Refuses
 * `assignee-not-active`, `person-only-reads`, `assignee-not-in-department`, `nobody-to-handle`, `case-closed`,
 * `case-merged`.
 */
@Operation({
  zh: '轉介案件',
  en: 'Hand a case over',
  allow: handlers,
  example: { caseId, department: 'technical', reason: '需拆機檢測' },
})
export class HandOverCase extends CaseCommand {
  @Equals('HandOverCase') @IsOptional() readonly type = 'HandOverCase' as const;
  @IsIn(caseDepartments) readonly department!: CaseDepartment;
  @IsOptional() @Matches(code) readonly to?: string;
  @IsOptional() @IsText(100) readonly group?: string;
  @IsOptional() @IsText(2000) readonly reason?: string;
}

/**
 * Ends the clock of 24 hours (R100). Another one only after the customer was not content (`solution-already-given`); refuses
 * `case-resolved`, `case-closed`, `case-merged`.
 */
@Operation({
  zh: '提供初步解決方案',
  en: 'Give a preliminary solution',
  allow: handlers,
  example: { caseId, solution: '遠程刷新固件;若無效,48 小時內更換主板' },
})
export class GivePreliminarySolution extends CaseCommand {
  @Equals('GivePreliminarySolution') @IsOptional() readonly type = 'GivePreliminarySolution' as const;
  @IsText(5000) readonly solution!: string;
}

/**
 * It waits; whether its closing clock does is the policy's to say (D06). Another wait takes the place of the one at hand. Refuses
 * `case-resolved`, `case-closed`, `case-merged`.
 */
@Operation({
  zh: '登記等待',
  en: 'Await somebody',
  allow: handlers,
  example: { caseId, for: 'customer', reason: '待客戶提供故障照片' },
})
export class AwaitCase extends CaseCommand {
  @Equals('AwaitCase') @IsOptional() readonly type = 'AwaitCase' as const;
  @IsIn(waitReasons) readonly for!: WaitReason;
  @IsOptional() @IsText(2000) readonly reason?: string;
}

/** The wait is over; of what does not wait nothing changes. Refuses `case-resolved`, `case-closed`, `case-merged`. */
@Operation({
  zh: '結束等待',
  en: 'Resume a case',
  allow: handlers,
  example: { caseId, note: '客戶已提供照片' },
})
export class ResumeCase extends CaseCommand {
  @Equals('ResumeCase') @IsOptional() readonly type = 'ResumeCase' as const;
  @IsOptional() @IsText(2000) readonly note?: string;
}

/**
 * Done, as far as the company knows; the closing clock waits for the customer's word. Refuses `case-resolved` (by another
 * resolution), `case-closed`, `case-merged`.
 */
@Operation({
  zh: '解決案件',
  en: 'Resolve a case',
  allow: handlers,
  example: { caseId, resolution: '更換主板,通電測試 24 小時正常' },
})
export class ResolveCase extends CaseCommand {
  @Equals('ResolveCase') @IsOptional() readonly type = 'ResolveCase' as const;
  @IsText(5000) readonly resolution!: string;
}

/**
 * The customer is content: it closes, unless a complaint lacks its cause. By a link, or as a colleague was told. Refuses
 * `case-not-resolved`, `case-merged`.
 */
@Operation({
  zh: '確認已解決',
  en: 'Confirm a resolution',
  allow: handlersAndCustomers,
  example: { caseId, channel: 'hotline' },
})
export class ConfirmCaseResolution extends CaseCommand {
  @Equals('ConfirmCaseResolution') @IsOptional() readonly type = 'ConfirmCaseResolution' as const;
  @IsOptional() @IsIn(caseChannels) readonly channel?: CaseChannel;
}

/** The customer is not: its closing clock goes on. Refuses `case-not-resolved`, `case-closed`, `case-merged`. */
@Operation({
  zh: '退回解決結果',
  en: 'Refuse a resolution',
  allow: handlersAndCustomers,
  example: { caseId, reason: '更換後仍偶發黑屏', channel: 'hotline' },
})
export class RefuseCaseResolution extends CaseCommand {
  @Equals('RefuseCaseResolution') @IsOptional() readonly type = 'RefuseCaseResolution' as const;
  @IsText(2000) readonly reason!: string;
  @IsOptional() @IsIn(caseChannels) readonly channel?: CaseChannel;
}

/**
 * The closed loop (R101). With the customer's word: on record, or by `channel` as a colleague was told; history needs none. Refuses
 * `case-not-resolved`, `confirmation-missing`, `cause-missing` (of a complaint, G-050), `cause-unknown`, `cause-already-recorded`,
 * `case-merged`.
 */
@Operation({
  zh: '閉環結案',
  en: 'Close a case',
  allow: handlers,
  example: {
    caseId,
    cause: { category: 'product-quality', rootCause: '主板批次虛焊', prevention: '該批次全檢' },
    channel: 'hotline',
  },
})
export class CloseCase extends CaseCommand {
  @Equals('CloseCase') @IsOptional() readonly type = 'CloseCase' as const;
  @IsOptional() @ValidateNested() @Type(() => CaseCauseInput) readonly cause?: CaseCauseInput;
  /** How the customer said so. */
  @IsOptional() @IsIn(caseChannels) readonly channel?: CaseChannel;
}

/** What was resolved or closed goes on, with the time that was left. Refuses `case-not-closed`, `case-merged`. */
@Operation({
  zh: '重新打開案件',
  en: 'Reopen a case',
  allow: handlers,
  example: { caseId, reason: '同一故障再次出現' },
})
export class ReopenCase extends CaseCommand {
  @Equals('ReopenCase') @IsOptional() readonly type = 'ReopenCase' as const;
  @IsText(2000) readonly reason!: string;
  @IsOptional() @IsIn(caseChannels) readonly channel?: CaseChannel;
}

/**
 * Why it came about, and what keeps it from coming again (R105); closes a complaint that the customer has confirmed. Refuses
 * `cause-unknown`, `cause-already-recorded` (of a closed one), `case-merged`.
 */
@Operation({
  zh: '登記原因與預防措施',
  en: 'Record the cause of a case',
  allow: handlers,
  example: { caseId, category: 'product-quality', rootCause: '主板批次虛焊', prevention: '該批次全檢' },
})
export class RecordCaseCause extends CaseCommand {
  @Equals('RecordCaseCause') @IsOptional() readonly type = 'RecordCaseCause' as const;
  @Matches(categoryPattern) @MaxLength(64) readonly category!: string;
  @IsOptional() @IsText(5000) readonly rootCause?: string;
  @IsText(5000) readonly prevention!: string;
}

/**
 * Who answers for the stage that a complaint is in (R104). Refuses `not-a-complaint`, `stage-not-current`, `assignee-not-active`,
 * `person-only-reads`, `case-closed`, `case-merged`.
 */
@Operation({
  zh: '指派投訴環節責任人',
  en: 'Assign a stage of a complaint',
  allow: handlers,
  example: { caseId, stage: 'investigation', to: 'qin.tao' },
})
export class AssignComplaintStage extends CaseCommand {
  @Equals('AssignComplaintStage') @IsOptional() readonly type = 'AssignComplaintStage' as const;
  @IsIn(complaintStages) readonly stage!: ComplaintStage;
  @Matches(code) readonly to!: string;
}

/**
 * What whoever was told of a breach does about it (R108); theirs alone (`not-escalated-to-you`). Refuses `escalation-not-found`,
 * `escalation-already-acknowledged`.
 */
@Operation({
  zh: '回覆升級',
  en: 'Acknowledge an escalation',
  allow: { roles: assignees, kinds: ['import'], assigned: true },
  example: { caseId, clock: 'response', dueAt: '2026-05-15T10:30:00.000Z', answer: '已親自致電客戶' },
})
export class AcknowledgeCaseEscalation extends CaseCommand {
  @Equals('AcknowledgeCaseEscalation') @IsOptional() readonly type = 'AcknowledgeCaseEscalation' as const;
  @Matches(clockPattern, clockForm) readonly clock!: Exclude<ClockId, 'silence'>;
  @IsInstant() readonly dueAt!: Instant;
  @IsText(2000) readonly answer!: string;
}

/** What can be asked from the first reaction to the closed loop, for the registry. */
export const caseHandlingCommands = [
  RespondToCase,
  AssignCase,
  HandOverCase,
  GivePreliminarySolution,
  AwaitCase,
  ResumeCase,
  ResolveCase,
  ConfirmCaseResolution,
  RefuseCaseResolution,
  CloseCase,
  ReopenCase,
  RecordCaseCause,
  AssignComplaintStage,
  AcknowledgeCaseEscalation,
] as const;
