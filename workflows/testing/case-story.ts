import {
  decide,
  evolve,
  type Action,
  type Actor,
  type Aggregate,
  type Instant,
  type Intention,
  type ReactionContext,
  type Reactions,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import { caseDecider, type AnyCaseCommand, type Case, type CaseEvent } from '@dealtrail/cases';
import { company, facts } from '@dealtrail/cases/testing';
import type { Known } from '@dealtrail/known';
import type { Sent } from './time-skipping.js';

export const { caseId, customerId } = facts;

type Does = Intention<AnyCaseCommand> extends infer I ? (I extends I ? Omit<I, 'caseId'> : never) : never;
const process: Actor = { kind: 'process', id: `complaintEscalation/${caseId}` };

/** One case as the real rules make it, fact by fact, in the company of the specs of cases. */
export class CaseStory {
  state: Case = caseDecider.initialState;
  readonly facts: Recorded<CaseEvent>[] = [];

  constructor(public known: Known = company.known) {}

  /** Somebody does something; gives the facts that follow. */
  does(who: string | Actor, what: Does, occurredAt: Instant): readonly Recorded<CaseEvent>[] {
    const actor: Actor = typeof who === 'string' ? { kind: 'staff', id: who } : who;
    const commandId = `command-${this.facts.length}`;
    const metadata = { commandId, actor, correlationId: commandId, occurredAt };
    const command = { ...what, caseId, metadata } as AnyCaseCommand;
    return decide(caseDecider, command, this.state, this.known).map(({ occurredAt: dated, ...event }) => {
      const fact = recorded(event as CaseEvent, `case-${caseId}`, this.facts.length, {
        ...metadata,
        position: 11 + this.facts.length,
        occurredAt: dated ?? occurredAt,
        recordedAt: occurredAt,
      });
      this.state = evolve(caseDecider, this.state, fact);
      this.facts.push(fact);
      return fact;
    });
  }

  /** Its process does something. */
  answers({ type, body, at }: Sent): readonly Recorded<CaseEvent>[] {
    return this.does(process, { type, ...body } as Does, at);
  }

  /** Reported to Luo Jia, who keeps it. */
  reported(at: Instant, kind: 'issue' | 'complaint' = 'issue'): this {
    this.does('luo.jia', { ...report, kind }, at);
    return this;
  }

  /** What a table of reactions makes of a fact. */
  async reactionsTo(table: Reactions<never, Known>, fact: Recorded<CaseEvent>): Promise<readonly Action[]> {
    const load = <S>(aggregate: Aggregate<S>): Promise<S> =>
      aggregate === (caseDecider as Aggregate<unknown>)
        ? Promise.resolve(this.state as S)
        : Promise.reject(new Error('not this one'));
    const ask = (): Promise<never> => Promise.reject(new Error('not asked'));
    const react = table.react as Record<
      string,
      (event: Recorded<CaseEvent>, context: ReactionContext<Known>) => Promise<Action[]>
    >;
    return (await react[fact.type]?.(fact, { known: this.known, load, ask })) ?? [];
  }
}

const report = {
  type: 'ReportCase',
  kind: 'issue',
  channel: 'hotline',
  subject: 'GTX Pro 無法點亮',
  customerId,
  ownerId: 'luo.jia',
  sellerId: 'li.na',
} as const;

export const respond: Does = { type: 'RespondToCase', channel: 'hotline', note: '已受理' };
export const solve: Does = { type: 'GivePreliminarySolution', solution: '更換主板' };
export const resolve: Does = { type: 'ResolveCase', resolution: '主板已更換' };
export const confirm: Does = { type: 'ConfirmCaseResolution', channel: 'hotline' };
export const awaitCustomer: Does = { type: 'AwaitCase', for: 'customer', reason: '待寄回' };
export const resume: Does = { type: 'ResumeCase', note: '已收到' };
export const reopen: Does = { type: 'ReopenCase', reason: '故障再現' };
export const form: Does = {
  type: 'FormTaskForce',
  reason: '三次維修未解決',
  leadId: 'luo.jia',
  members: ['luo.jia', 'qin.tao'],
};
