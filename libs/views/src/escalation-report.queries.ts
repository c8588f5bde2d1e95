import { Operation, rowsOf } from '@dealtrail/event-sourcing';
import { IsDay, type Day } from '@dealtrail/calendar';
import { ListQuestion, Question } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { IsIn, IsOptional, Matches } from 'class-validator';
import {
  caseKinds,
  clockKinds,
  escalationStates,
  type CaseKind,
  type ClockKind,
  type EscalationState,
} from './case-words.js';
import { caseLeaders } from './counted-cases.queries.js';
import type { EscalationGroup } from './escalation-report.js';
import type { CountedEscalation } from './escalation-report.handlers.js';

const allow = { roles: caseLeaders };
type Base = abstract new () => object;

/** What a report and the list behind its figures share. */
function ofEscalations<B extends object>(question: abstract new () => B) {
  abstract class OfEscalations extends (question as Base) {
    /** Days on which the missed clock was due, both included. */
    @IsOptional() @IsDay() readonly from?: Day;
    @IsOptional() @IsDay() readonly to?: Day;
    @IsOptional() @IsIn(caseKinds) readonly kind?: CaseKind;
    @IsOptional() @IsIn(clockKinds) readonly clock?: ClockKind;
    /** Who was told. */
    @IsOptional() @Matches(code) readonly toldId?: string;
    /** Who missed it, and their team. */
    @IsOptional() @Matches(code) readonly responsibleId?: string;
    @IsOptional() @Matches(code) readonly teamId?: string;
  }
  return OfEscalations as unknown as abstract new () => OfEscalations & B;
}

export const escalationGroupings = ['told', 'responsible', 'team', 'clock', 'kind', 'month'] as const;
export type EscalationGrouping = (typeof escalationGroupings)[number];

/**
 * The breaches of clocks due on these days in Shanghai that somebody was told of (R108), missed by people in reach or told to them, and
 * whether they acknowledged them; those that an import told (`past`) wait for nobody and count in no rate. Hours to the answer count
 * from when they could know: when it was written down, of an import from the due instant. By `team`: of who missed it.
 */
@Operation({
  zh: '升級與回應',
  en: 'Escalations and their answers',
  allow,
  example: { groupBy: 'told', from: '2026-11-01', to: '2026-11-30' },
  rows: rowsOf<EscalationGroup>('groups')([
    'key',
    'label',
    'escalations',
    'cases',
    'open',
    'acknowledged',
    'past',
    'acknowledgedRate',
    'p50Hours',
    'p90Hours',
    'maxHours',
    'meanHours',
    'longestOpenHours',
    'list',
  ]),
})
export class EscalationReport extends ofEscalations(Question) {
  @IsIn(escalationGroupings) readonly groupBy!: EscalationGrouping;
}

/** The escalations behind a figure: who was told, when, and what they answered. Sorted by `dueAt`, `toldAt` or `acknowledgedAt`. */
@Operation({
  zh: '升級明細',
  en: 'Escalations behind a figure',
  allow,
  example: { state: 'open', clock: 'response', sort: 'dueAt' },
  rows: rowsOf<CountedEscalation>('items')([
    'caseId',
    'number',
    'kind',
    'clock',
    'customerId',
    'customerName',
    'ownerId',
    'ownerName',
    'responsibleId',
    'responsibleName',
    'to',
    'toName',
    'post',
    'dueAt',
    'toldAt',
    'state',
    'acknowledgedAt',
    'acknowledgedBy',
    'answer',
    'answerHours',
  ]),
})
export class CountedEscalations extends ofEscalations(ListQuestion) {
  @IsOptional() @IsIn(escalationStates) readonly state?: EscalationState;
  /** Missed by people of no team. */
  @IsOptional() @IsIn(['team']) readonly without?: 'team';
}
