import {
  decide,
  evolve,
  type Action,
  type Actor,
  type Aggregate,
  type Instant,
  type Intention,
  type ReactionContext,
  type Recorded,
  type Reactions,
} from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import { contract, type AnyContractCommand, type Contract, type ContractEvent } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { testKnown } from '@dealtrail/known/testing';
import type { Sent } from './time-skipping.js';

export const contractId = '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e';
export const dealOfContract = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const process: Actor = { kind: 'process', id: `contractApproval/${contractId}/1` };

export const text = { sha256: '9f'.repeat(32), name: '銷售合同.pdf', type: 'application/pdf', size: 48_213 };

/** A seller, two departments with their heads, a director with a deputy. */
export const company = testKnown({
  units: [
    { unitId: 'law', kind: 'department', head: 'gao.feng' },
    { unitId: 'money', kind: 'department', head: 'qian.yu' },
    { unitId: 'sales', kind: 'department', head: 'zhao.min' },
  ],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'sales' },
    { staffId: 'zhao.min', roles: ['salesManager'], unitId: 'sales' },
    { staffId: 'fang.yuan', roles: ['legal'], unitId: 'law' },
    { staffId: 'gao.feng', roles: ['supervisor'], unitId: 'law' },
    { staffId: 'he.jing', roles: ['finance'], unitId: 'money' },
    { staffId: 'qian.yu', roles: ['supervisor'], unitId: 'money' },
    { staffId: 'zhou.hong', roles: ['director'], deputy: 'admin' },
    { staffId: 'admin', roles: ['admin'] },
  ],
});

type Does = Intention<AnyContractCommand> extends infer I ? (I extends I ? Omit<I, 'contractId'> : never) : never;

/** One contract as the real rules make it, fact by fact. */
export class ContractStory {
  state: Contract = contract.initialState;
  readonly facts: Recorded<ContractEvent>[] = [];

  constructor(
    public known: Known = company,
    private readonly first = 11,
  ) {}

  /** Somebody does something; gives the facts that follow. */
  does(who: string | Actor, what: Does, occurredAt: Instant): readonly Recorded<ContractEvent>[] {
    const actor: Actor = typeof who === 'string' ? { kind: 'staff', id: who } : who;
    const commandId = `command-${this.facts.length}`;
    const metadata = { commandId, actor, correlationId: commandId, occurredAt };
    const command = { ...what, contractId, metadata } as AnyContractCommand;
    return decide(contract, command, this.state, this.known).map(({ occurredAt: dated, ...event }) => {
      const fact = recorded(event as ContractEvent, `contract-${contractId}`, this.facts.length, {
        ...metadata,
        position: this.first + this.facts.length,
        occurredAt: dated ?? occurredAt,
        recordedAt: occurredAt,
      });
      this.state = evolve(contract, this.state, fact);
      this.facts.push(fact);
      return fact;
    });
  }

  /** Its process does something. */
  answers({ type, body, at }: Sent): readonly Recorded<ContractEvent>[] {
    return this.does(process, { type, ...body } as Does, at);
  }

  /** Drafted by Li Na and submitted. */
  submitted(at: Instant, amount = 48_210_000): this {
    this.does('li.na', draft(amount), at);
    this.does('li.na', { type: 'SubmitContract' }, at);
    return this;
  }

  /** What a table of reactions makes of a fact. */
  async reactionsTo(table: Reactions<never, Known>, fact: Recorded<ContractEvent>): Promise<readonly Action[]> {
    const load = <S>(aggregate: Aggregate<S>): Promise<S> =>
      aggregate === (contract as Aggregate<unknown>)
        ? Promise.resolve(this.state as S)
        : Promise.reject(new Error('not this one'));
    const ask = (): Promise<never> => Promise.reject(new Error('not asked'));
    const react = table.react as Record<
      string,
      (event: Recorded<ContractEvent>, context: ReactionContext<Known>) => Promise<Action[]>
    >;
    return (await react[fact.type]?.(fact, { known: this.known, load, ask })) ?? [];
  }
}

export const draft = (amount = 48_210_000): Does => ({
  type: 'DraftContract',
  dealId: dealOfContract,
  title: '12 台 GTX Pro 銷售合同',
  parties: [{ role: 'buyer', name: '明遠科技有限公司' }],
  amount: { amount, currency: 'CNY' },
  paymentTerms: '30 日內付清',
  breachLiability: '按日 0.05% 計',
  deliveryPlan: '2026-05-20 前交付',
  text,
});

/** Both mandatory checks made. */
export const approve: Does = { type: 'ApproveContract', round: 1, checks: ['payment-terms', 'breach-liability'] };
