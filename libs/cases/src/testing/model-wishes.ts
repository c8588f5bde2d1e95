import type { Actor, Instant, Intention } from '@dealtrail/event-sourcing';
import type { Dice } from '@dealtrail/event-sourcing/testing';
import { complaintStages, waitReasons } from '@dealtrail/policies';
import { isAtWork } from '../case-task-force.decider.js';
import type { AnyCaseCommand } from '../case.commands.js';
import { caseChannels } from '../case.events.js';
import type { Case, KnownCase } from '../case.fold.js';
import type { CaseClock } from '../clock-state.js';
import { everybody } from './case-company.js';
import type { Story } from './model-case.js';

type Verb = AnyCaseCommand['type'];

/** What somebody wants of a case, whether or not they may. */
export interface Wish {
  readonly intention: Intention<AnyCaseCommand>;
  readonly actor: Actor;
}

/** What a wish is made of: mostly of what fits, now and then of anything. */
interface Cast {
  readonly dice: Dice;
  readonly now: Instant;
  readonly one: KnownCase;
  readonly clock: CaseClock | undefined;
  readonly words: string;
  readonly somebody: () => string;
  /** Now, or earlier. */
  readonly happenedAt: Instant;
}
interface Fields {
  readonly [field: string]: unknown;
}

const technical = ['qin.tao', 'ma.chao', 'tang.yu'];
const cause = { category: 'delivery', prevention: '加固包裝' };
const otherCase = '00000000-0000-4000-8000-00000000000a';

/** Of every command one, by chance. */
const wishes: { readonly [T in Verb]: (cast: Cast) => Fields } = {
  ReportCase: ({ dice, words, happenedAt }) => ({
    kind: dice.one(['issue', 'complaint']),
    channel: dice.one(caseChannels),
    subject: words,
    ...(dice.percent(60) && { ownerId: dice.one(['luo.jia', 'li.na', 'qin.tao', 'admin']) }),
    ...(dice.percent(50) && { sellerId: 'li.na' }),
    ...(dice.percent(30) && { reportedAt: happenedAt }),
  }),
  EditCase: ({ words }) => ({ subject: words }),
  ChangeCasePriority: ({ dice }) => ({ impact: 1 + dice.upTo(3), urgency: 1 + dice.upTo(3) }),
  MergeCase: ({ words }) => ({ into: otherCase, reason: words }),
  UnmergeCase: ({ words }) => ({ reason: words }),
  RespondToCase: ({ words }) => ({ note: words }),
  AssignCase: ({ somebody }) => ({ to: somebody() }),
  HandOverCase: ({ dice }) => ({
    department: dice.one(['customerService', 'technical']),
    ...(dice.percent(30) && { to: dice.one([...technical, 'xu.fang']) }),
  }),
  GivePreliminarySolution: ({ words }) => ({ solution: words }),
  AwaitCase: ({ dice }) => ({ for: dice.one(waitReasons) }),
  ResumeCase: () => ({}),
  ResolveCase: ({ words }) => ({ resolution: words }),
  ConfirmCaseResolution: ({ dice }) => (dice.percent(50) ? { channel: 'hotline' } : {}),
  RefuseCaseResolution: ({ words }) => ({ reason: words }),
  CloseCase: ({ dice }) => ({
    ...(dice.percent(50) && { cause }),
    ...(dice.percent(70) && { channel: 'visit' }),
  }),
  ReopenCase: ({ words }) => ({ reason: words }),
  RecordCaseCause: ({ dice }) => ({ ...cause, category: dice.one(['delivery', 'installation', 'unheard-of']) }),
  AssignComplaintStage: ({ dice, one, somebody }) => ({
    stage: one.stages.at(-1)?.stage ?? dice.one(complaintStages),
    to: somebody(),
  }),
  AcknowledgeCaseEscalation: ({ dice, one, words }) => {
    const told = one.clocks.filter(({ escalations }) => escalations.length > 0);
    const clock = told.length > 0 ? dice.one(told) : undefined;
    return { clock: clock?.clock ?? 'closing', dueAt: clock?.escalations.at(-1)?.dueAt ?? '', answer: words };
  },
  FormTaskForce: ({ dice, words, somebody }) => ({
    reason: words,
    members: [dice.percent(80) ? dice.one(technical) : somebody()],
    ...(dice.percent(30) && { leadId: somebody() }),
  }),
  ChangeTaskForce: ({ dice, one, somebody }) => ({
    ...(dice.percent(60) && { add: [somebody()] }),
    ...(dice.percent(40) && { remove: [dice.one([...technical, ...(one.taskForce?.members ?? [])])] }),
    ...(dice.percent(30) && { leadId: somebody() }),
  }),
  SyncProgress: ({ dice, words, happenedAt }) => ({
    channel: 'visit',
    text: words,
    ...(dice.percent(40) && { happenedAt }),
  }),
  RemindCaseClock: ({ dice, clock, now }) => ({
    clock: clock?.clock ?? 'response',
    at: dice.percent(85) ? (clock?.warnings[0] ?? now) : now,
    dueAt: planned(dice, clock),
  }),
  RecordCaseClockOverdue: ({ dice, clock }) => ({ clock: clock?.clock ?? 'response', dueAt: planned(dice, clock) }),
  CloseSilentCase: ({ dice, one }) => ({
    dueAt: planned(
      dice,
      one.clocks.find(({ clock }) => clock === 'silence'),
    ),
  }),
  ReassignCase: ({ somebody }) => ({ from: somebody(), position: 1 }),
  PlanCaseForTier: ({ dice }) => ({ tiers: dice.one([['重點'], ['普通'], []]) }),
  ReplanCaseClocks: ({ dice }) => ({ calendarVersion: 1 + dice.upTo(2), position: 1 }),
};

/** When a clock is due, or was by an older plan. */
const planned = (dice: Dice, clock: CaseClock | undefined): Instant =>
  dice.percent(80) ? (clock?.dueAt ?? '') : (clock?.plans[0]?.dueAt ?? '');

const byLink: ReadonlySet<Verb> = new Set(['ConfirmCaseResolution', 'RefuseCaseResolution']);
const byProcess: ReadonlySet<Verb> = new Set<Verb>([
  ...(['RemindCaseClock', 'RecordCaseClockOverdue', 'CloseSilentCase'] as const),
  ...(['ReassignCase', 'PlanCaseForTier', 'ReplanCaseClocks'] as const),
]);
const verbs = Object.keys(wishes) as Verb[];
const rare: ReadonlySet<Verb> = new Set(['ReportCase', 'MergeCase', 'EditCase', 'ChangeCasePriority', 'ReassignCase']);
const usual = verbs.filter((verb) => !rare.has(verb));
const working: readonly Verb[] = [
  ...(['RespondToCase', 'GivePreliminarySolution', 'AwaitCase', 'ResumeCase', 'ResolveCase', 'ResolveCase'] as const),
  ...(['AssignCase', 'HandOverCase', 'FormTaskForce', 'SyncProgress', 'RecordCaseClockOverdue'] as const),
];
const whatFits: Readonly<Record<KnownCase['status'], readonly Verb[]>> = {
  open: working,
  waiting: ['ResumeCase', 'ResumeCase', 'AwaitCase', 'ResolveCase', 'SyncProgress', 'MergeCase', 'PlanCaseForTier'],
  resolved: [
    ...(['ConfirmCaseResolution', 'RefuseCaseResolution', 'CloseSilentCase', 'CloseSilentCase'] as const),
    ...(['RecordCaseCause', 'CloseCase', 'ReopenCase'] as const),
  ],
  closed: ['ReopenCase', 'ReopenCase', 'RecordCaseCause', 'CloseCase'],
  merged: ['UnmergeCase', 'UnmergeCase', 'UnmergeCase', 'PlanCaseForTier'],
};

function verbFor({ one, clock }: Cast, dice: Dice): Verb {
  const chance = dice.upTo(100);
  if (chance < 4) return dice.one([...rare]);
  if (chance < 60) return dice.one(whatFits[one.status]);
  if (chance < 72 && clock) return dice.one(['RemindCaseClock', 'RecordCaseClockOverdue']);
  if (chance < 78 && isAtWork(one)) return dice.one(['SyncProgress', 'ChangeTaskForce']);
  return dice.one(usual);
}

function actorFor(type: Verb, one: KnownCase, dice: Dice): Actor {
  if (byProcess.has(type)) return { kind: 'process', id: 'model' };
  if (byLink.has(type) && dice.percent(40)) return { kind: 'customerLink', id: 'link' };
  if (dice.percent(4)) return { kind: 'import', id: 'model' };
  const told = one.clocks.flatMap(({ escalations }) => escalations).at(-1)?.to;
  if (type === 'AcknowledgeCaseEscalation' && told !== undefined && dice.percent(80))
    return { kind: 'staff', id: told };
  return { kind: 'staff', id: dice.percent(50) ? one.ownerId : dice.one(['admin', 'he.ping', dice.one(everybody)]) };
}

const nobodys = { clocks: [], stages: [], status: 'open' } as unknown as KnownCase;

/** Something that somebody may want of a case as it is; now and then what was wanted before. */
export function wish({ caseId, state, asked }: Story, now: Instant, dice: Dice): Wish {
  if (asked.length > 0 && dice.percent(6)) return dice.one(asked);
  const one = (state: Case): KnownCase => (state.status === 'none' ? nobodys : state);
  const running = one(state).clocks.filter(({ dueAt }) => dueAt !== undefined);
  const cast: Cast = {
    ...{ dice, now, one: one(state) },
    clock: running.length > 0 && dice.percent(90) ? dice.one(running) : one(state).clocks.at(-1),
    words: dice.one(['一', '二', '三']),
    somebody: () => dice.one(everybody),
    happenedAt: new Date(Date.parse(now) - dice.upTo(dice.percent(80) ? 3 : 200) * 3_600_000).toISOString(),
  };
  const type = state.status === 'none' ? 'ReportCase' : verbFor(cast, dice);
  const intention = { type, caseId, ...wishes[type](cast) } as unknown as Intention<AnyCaseCommand>;
  return { intention, actor: state.status === 'none' ? reporter(dice) : actorFor(type, cast.one, dice) };
}

const reporter = (dice: Dice): Actor =>
  dice.percent(70)
    ? { kind: 'staff', id: dice.one(everybody) }
    : dice.one<Actor>([
        { kind: 'customerLink', id: 'link' },
        { kind: 'import', id: 'model' },
      ]);
