import { derivedId } from '@dealtrail/event-sourcing';
import type { StepOf } from './map-rows.js';
import type { SrmActivity, SrmEvent, SrmItem } from './srm-items.js';

/** Who stands for people the source does not name; sellers without a unit, so that no review or lead ever comes to them. */
export const srmPeople = {
  owner: { staffId: 'srm.owner', name: 'SRM 負責人 (not named in the source)' },
  legal: { staffId: 'srm.legal', name: 'SRM 法務 (not named in the source)' },
  finance: { staffId: 'srm.finance', name: 'SRM 財務 (not named in the source)' },
} as const;

/** What the source does not have: it is a log of times. */
const dataQuality = ['no-deal', 'no-text', 'no-parties', 'no-amount', 'no-director'];

/** A stretch of an item's story up to a deletion, which ends a contract; what comes after it is told for the rules to judge. */
export interface SrmLife {
  /** Where it begins. */
  readonly line: number;
  readonly steps: readonly StepOf[];
}

/** What an event says, given what came before it. */
interface Telling {
  readonly contractId: string;
  readonly item: string;
  readonly at: string;
  /** Of its kind, from 1. */
  readonly nth: number;
  /** The round that was last submitted, 0 before the first. */
  readonly round: number;
  readonly before?: SrmActivity;
  /** The source has the decision on the round that begins here. */
  readonly isDecided: boolean;
}

/** An item that awaited approval as the story of a contract; nothing where it never did. */
export function contractTold({ item, events }: SrmItem): readonly SrmLife[] {
  if (!events.some(({ activity }) => activity === 'awaiting')) return [];
  const contractId = derivedId('approvals', 'item', item);
  const counts = { created: 0, awaiting: 0, complete: 0, deleted: 0 };
  const lives: { line: number; steps: StepOf[] }[] = [];
  events.forEach(({ activity, at, line }, index) => {
    const before = events[index - 1]?.activity;
    let life = lives.at(-1);
    if (!life || before === 'deleted') lives.push((life = { line, steps: [] }));
    if (index === 0) life.steps.push(draft(contractId, item, at));
    const nth = ++counts[activity];
    const isDecided = decides(events.slice(index + 1));
    life.steps.push(...tell[activity]({ contractId, item, at, nth, round: counts.awaiting, before, isDecided }));
  });
  return lives;
}

const decides = (after: readonly SrmEvent[]): boolean =>
  after.find(({ activity }) => activity !== 'created')?.activity === 'complete';

const draft = (contractId: string, item: string, at: string): StepOf => ({
  step: 'draft',
  occurredAt: at,
  command: {
    type: 'DraftContract',
    contractId,
    ownerId: srmPeople.owner.staffId,
    title: titleOf(item),
    parties: [],
    amount: { amount: 0, currency: 'EUR' },
    dataQuality,
  },
});

const titleOf = (item: string): string => `Purchase order item ${item}`;

const tell: Readonly<Record<SrmActivity, (telling: Telling) => readonly StepOf[]>> = {
  /** The first is the draft; one after the approval takes it back, as the rules want of who revises what is approved. */
  created: ({ contractId, item, at, nth, round, before }) =>
    before === undefined
      ? []
      : [
          ...(before === 'complete'
            ? [stepAt(at, `recall-${nth}`, { type: 'RecallContract', contractId, round, reason: 'SRM: Created' })]
            : []),
          stepAt(at, `revise-${nth}`, {
            type: 'ReviseContract',
            contractId,
            title: `${titleOf(item)}, version ${nth}`,
          }),
        ],
  /** A round that is still open goes to the people of today. */
  awaiting: ({ contractId, at, nth, isDecided }) => [
    stepAt(at, `submit-${nth}`, {
      type: 'SubmitContract',
      contractId,
      round: nth,
      ...(isDecided && {
        reviewers: { legal: srmPeople.legal.staffId, finance: srmPeople.finance.staffId },
        moreToTell: true,
      }),
    }),
  ],
  complete: ({ contractId, at, nth, round }) =>
    (['legal', 'finance'] as const).map((department) =>
      stepAt(at, `${department}-${nth}`, {
        type: 'ApproveContract',
        contractId,
        round: Math.max(1, round), // without a round it is the rules that say so
        step: department,
        comment: 'SRM: Complete',
      }),
    ),
  deleted: ({ contractId, at, nth }) => [
    stepAt(at, `withdraw-${nth}`, { type: 'WithdrawContract', contractId, reason: 'SRM: Deleted' }),
  ],
};

const stepAt = (occurredAt: string, step: string, command: StepOf['command']): StepOf => ({
  step,
  occurredAt,
  command,
});
