import { derivedId, InvalidInput, type CommandResult, type Position } from '@dealtrail/event-sourcing';
import { became, becameNothing, commandFrom, type Became } from '@dealtrail/http';
import { ApproveContract, RejectContract, ReturnContract } from './contract-review.commands.js';
import type { DecideContracts } from './contract-decisions.commands.js';

/** What became of one decision, with what it was said to be about. */
export interface DecisionResult extends Became {
  readonly contractId?: unknown;
  readonly round?: unknown;
  readonly step?: unknown;
}

export interface DecisionsAnswer {
  /** In the order of the items. */
  readonly results: readonly DecisionResult[];
  /** Decimal; the highest position among them, `0` when there is none. */
  readonly position: string;
}

type Decision = ApproveContract | ReturnContract | RejectContract;

/** What deciding many needs of the process around it. */
export interface DecisionTarget {
  readonly execute: (command: Decision) => Promise<CommandResult>;
  readonly head: () => Promise<Position>;
  readonly unforeseen: (error: unknown) => void;
}

const decisions: Readonly<Record<string, new () => Decision>> = {
  approve: ApproveContract,
  return: ReturnContract,
  reject: RejectContract,
};

/** Runs the items: those of one contract in order, contracts beside each other; never stops for one that is refused. */
export async function decideContracts(
  { items, metadata }: DecideContracts,
  { execute, head, unforeseen }: DecisionTarget,
): Promise<DecisionsAnswer> {
  const before = await head();
  const left = new Set<Position>(); // by an item of this very request: its repeat is none of its own
  const results: DecisionResult[] = [];

  async function one(item: DecideContracts['items'][number]): Promise<Became> {
    try {
      const result = await execute(commandOf(item, metadata));
      const answer = became(result, (position) => position > before && !left.has(position));
      left.add(result.position);
      return answer;
    } catch (error) {
      return becameNothing(error, unforeseen);
    }
  }

  const byContract = new Map<string, number[]>();
  items.forEach(({ contractId }, index) => {
    const key = String(contractId);
    byContract.set(key, [...(byContract.get(key) ?? []), index]);
  });
  await Promise.all(
    [...byContract.values()].map(async (indexes) => {
      for (const index of indexes) {
        const item = items[index] ?? {};
        const { contractId, round, step } = item;
        results[index] = { contractId, round, step, ...(await one(item)) };
      }
    }),
  );
  return { results, position: String(Math.max(0, ...left)) };
}

/** The command of an item, under an id of its own that a repeat of the request comes to again. */
function commandOf(
  { decision, ...fields }: DecideContracts['items'][number],
  { commandId, actor, correlationId, occurredAt }: DecideContracts['metadata'],
): Decision {
  const type = typeof decision === 'string' && Object.hasOwn(decisions, decision) ? decisions[decision] : undefined;
  if (!type)
    throw new InvalidInput([{ field: 'decision', code: 'not-one-of', message: 'must be approve, return or reject' }]);
  const about = [fields['contractId'], fields['round'], fields['step'] ?? ''].map(String);
  const own = { commandId: derivedId('decision', commandId, ...about), actor, correlationId, occurredAt };
  return commandFrom(type, fields, own);
}
