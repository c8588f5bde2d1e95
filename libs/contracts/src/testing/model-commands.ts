import type { Actor, Instant, Intention } from '@dealtrail/event-sourcing';
import { mayOwn } from '@dealtrail/staff';
import type { AnyContractCommand } from '../contract.commands.js';
import type { StepId } from '../contract.events.js';
import { isOpen, type Contract, type Step } from '../contract.fold.js';
import type { Company } from './model-company.js';
import { bothChecks, dealId, otherText, terms, text } from './contract-facts.js';
import type { Dice } from '@dealtrail/event-sourcing/testing';

type Verb = AnyContractCommand['type'];

/** What somebody wants of a contract, whether or not they may. */
export interface Wish {
  readonly intention: Intention<AnyContractCommand>;
  readonly actor: Actor;
}

/** What a wish is made of: mostly of what fits, now and then of anything. */
interface Cast {
  readonly dice: Dice;
  readonly now: Instant;
  readonly round: number;
  /** Rather an open one. */
  readonly step: Step | undefined;
  readonly stepId: StepId;
  readonly somebody: () => string;
  /** Who may review, rather than somebody. */
  readonly colleague: () => string;
  /** Who sells, rather than somebody. */
  readonly seller: string;
  /** The owner, rather than an admin or somebody. */
  readonly author: Actor;
  readonly reason: string;
}

const amounts = [1, 2, 100_000_000];
const process: Actor = { kind: 'process', id: 'model' };
const staff = (id: string): Actor => ({ kind: 'staff', id });
const mostly = <T>(dice: Dice, fitting: T, any: () => T): T => (dice.percent(85) ? fitting : any());

/** Of every command one, by chance. */
const wishes: { readonly [T in Verb]: (cast: Cast) => Omit<Wish, 'intention'> & { readonly fields: object } } = {
  DraftContract: ({ dice, seller, author }) => ({
    fields: { ...terms, dealId, amount: amountOf(dice), ownerId: seller },
    actor: dice.percent(50) ? staff(seller) : author,
  }),
  ReviseContract: ({ dice, author }) => ({
    fields: dice.percent(50) ? { text: dice.one([text, otherText]) } : { amount: amountOf(dice) },
    actor: author,
  }),
  SubmitContract: ({ dice, somebody, author }) => ({
    fields: dice.percent(20) ? { reviewers: { legal: somebody(), finance: somebody() } } : {},
    actor: author,
  }),
  ApproveContract: (cast) => ({
    fields: {
      ...named(cast),
      ...(cast.dice.percent(90) && { checks: bothChecks }),
      ...(cast.dice.percent(30) && { comment: cast.reason }),
    },
    actor: reviewer(cast),
  }),
  ReturnContract: (cast) => ({ fields: { ...named(cast), reason: cast.reason }, actor: reviewer(cast) }),
  RejectContract: (cast) => ({ fields: { ...named(cast), reason: cast.reason }, actor: reviewer(cast) }),
  RecallContract: ({ round, reason, author }) => ({ fields: { round, reason }, actor: author }),
  DelegateContractReview: (cast) => ({ fields: { ...named(cast), to: cast.colleague() }, actor: reviewer(cast) }),
  AddContractReviewer: (cast) => ({ fields: { ...named(cast), reviewerId: cast.colleague() }, actor: reviewer(cast) }),
  CommentContract: ({ dice, reason, somebody }) => ({
    fields: { commentId: `comment-${dice.upTo(1_000)}`, text: reason },
    actor: staff(somebody()),
  }),
  SignContract: ({ dice, round, author }) => ({
    fields: { round, text: dice.one([text, otherText]) },
    actor: author,
  }),
  WithdrawContract: ({ reason, author }) => ({ fields: { reason }, actor: author }),
  RemindContractReviewer: ({ dice, round, step, stepId }) => {
    const { warnings = [], dueAt = '' } = step?.clock ?? {};
    const at = warnings.length > 0 ? dice.one(warnings).at : '';
    return { fields: { round, step: stepId, at, dueAt }, actor: process };
  },
  RecordContractReviewOverdue: ({ now, round, step, stepId }) => {
    const { dueAt = '', since = '' } = step?.clock ?? {};
    return { fields: { round, step: stepId, dueAt: dueAt <= now ? dueAt : since }, actor: process }; // a timer never rings early
  },
  ReassignContractReview: ({ dice, round, step, stepId, somebody }) => ({
    fields: {
      round,
      step: stepId,
      from: mostly(dice, step?.reviewerId ?? '', somebody),
      cause: dice.one(['departure', 'leave', 'head']),
      position: 1,
    },
    actor: process,
  }),
  ReassignContract: ({ somebody }) => ({ fields: { from: somebody(), position: 1 }, actor: process }),
  ReplanContractReviews: ({ dice }) => ({ fields: { calendarVersion: 1 + dice.upTo(2), position: 1 }, actor: process }),
};

const verbs = Object.keys(wishes) as Verb[];
const beforeReview: readonly Verb[] = [
  'SubmitContract',
  'SubmitContract',
  'SubmitContract',
  'ReviseContract',
  'ReviseContract',
  'CommentContract',
];
const inReview: readonly Verb[] = [
  'ApproveContract',
  'ApproveContract',
  'ApproveContract',
  'ApproveContract',
  'ReturnContract',
  'DelegateContractReview',
  'AddContractReviewer',
  'RemindContractReviewer',
  'RecordContractReviewOverdue',
  'RecordContractReviewOverdue',
  'ReplanContractReviews',
];
/** What people do with a contract as it stands; anything else comes up now and then. */
const usual: Readonly<Record<Contract['status'], readonly Verb[]>> = {
  none: ['DraftContract'],
  draft: beforeReview,
  returned: beforeReview,
  rejected: beforeReview,
  recalled: beforeReview,
  review: inReview,
  approved: ['SignContract', 'RecallContract', 'RecallContract'],
  signed: verbs,
  withdrawn: verbs,
};

/** Something that somebody may want of a contract as it is. */
export function wish(contractId: string, state: Contract, company: Company, dice: Dice): Wish {
  const steps = state.status === 'none' ? [] : (state.round?.steps ?? []);
  const open = steps.filter(isOpen);
  const step = open.length > 0 && dice.percent(90) ? dice.one(open) : steps.at(0);
  const latest = state.status === 'none' ? 1 : (state.round?.number ?? 1);
  const somebody = (): string => dice.one(company.people);
  const sellers = company.people.filter((id) => mayOwn(company.known.staff, id));
  const colleagues = (['legal', 'finance', 'technical'] as const).flatMap((role) =>
    company.known.staff.activeWith(role),
  );
  const owner = state.status === 'none' ? 'p0' : state.ownerId;
  const cast: Cast = {
    dice,
    now: company.now,
    round: mostly(dice, latest, () => 1 + dice.upTo(3)),
    step,
    stepId: step?.step ?? 'director',
    somebody,
    colleague: () => dice.one(dice.percent(70) && colleagues.length > 0 ? colleagues : company.people),
    seller: sellers.length > 0 && dice.percent(95) ? dice.one(sellers) : somebody(),
    author: staff(dice.percent(60) ? owner : dice.percent(50) ? 'p0' : somebody()),
    reason: dice.one(['一', '二']),
  };
  const type = dice.one(state.status === 'none' || dice.percent(90) ? usual[state.status] : verbs);
  const { fields, actor } = wishes[type](cast);
  return { intention: { type, contractId, ...fields } as unknown as Intention<AnyContractCommand>, actor };
}

const amountOf = (dice: Dice) => ({ amount: dice.one(amounts), currency: dice.one(['CNY', 'CNY', 'EUR']) });

const named = ({ dice, round, stepId }: Cast) => ({ round, ...(dice.percent(50) && { step: stepId }) });

const reviewer = ({ dice, step, somebody }: Cast): Actor =>
  staff(mostly(dice, (dice.percent(80) ? step?.reviewerId : step?.deputyId) ?? somebody(), somebody));
