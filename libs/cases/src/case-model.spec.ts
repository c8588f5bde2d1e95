import { canonicalJson, decide, evolve, fold, type Actor, type Intention } from '@dealtrail/event-sourcing';
import { diceOf, type Dice } from '@dealtrail/event-sourcing/testing';
import type { Known } from '@dealtrail/known';
import { policyOf } from './case-policy.js';
import { isAtWork } from './case-task-force.decider.js';
import type { AnyCaseCommand } from './case.commands.js';
import { caseDecider } from './case.decider.js';
import { caseEvents, type CaseEvent, type ClockChange, type ClockId } from './case.events.js';
import type { Case, KnownCase } from './case.fold.js';
import { isOpen, isRunning, type CaseClock } from './clock-state.js';
import {
  append,
  attempt,
  heldByLeavers,
  knownWithout,
  nationalDay,
  newStory,
  repair,
  ways,
  type Chapter,
  type Company,
  type Story,
} from './testing/model-case.js';
import { behind, pass } from './testing/model-history.js';
import { wish } from './testing/model-wishes.js';

/** `CASE_MODEL_SEED=<n>` repeats the one case whose seed a failure prints. */
const seed = process.env['CASE_MODEL_SEED'];
const seeds = seed === undefined ? Array.from({ length: 10_000 }, (_, n) => n + 1) : [Number(seed)];

/** What came up, to show that the model reaches the corners it is about. */
const seen = new Map<string, number>();
const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
const corners = [
  ...Object.keys(caseEvents.types),
  ...[
    'late answer',
    'late plan',
    'late loop',
    'late stage',
    'missed week',
    'several weeks missed at once',
    'late word',
  ],
  ...['closed by silence', 'closed by its cause', 'closed by history', 'silence of a complaint without its cause'],
  ...[
    'reopened after a breach',
    'task force formed anew',
    'left a task force',
    'told in the place of a leaver',
    'merged while it waited',
  ],
  ...['planned anew while it stood still', 'due at once by a tier', 'just in time', 'two changes at one instant'],
  ...['refused: cause-missing', 'refused: confirmation-missing', 'refused: case-merged', 'refused: case-closed'],
  ...['refused: not-due-yet', 'refused: task-force-exists', 'refused: no-technical-member', 'refused: out-of-reach'],
];

/** One case's life among people who leave and come back. */
function live(n: number, dice: Dice): void {
  const story = newStory(n);
  const [way, gone] = [dice.one(ways), new Set<string>()];
  const company: Company = { way, gone, known: knownWithout(gone, way), now: nationalDay };
  const turns = 5 + dice.upTo(15);
  for (let turn = 0; turn < turns; turn++) {
    pass(story, company, dice);
    const { intention, actor } = wish(story, company.now, dice);
    const chapter = attempt(story, intention, actor, { ...company, now: behind(company.now, dice) });
    if (typeof chapter === 'string') count(`refused: ${chapter}`);
    else {
      story.asked.push({ intention, actor });
      append(story, chapter);
      tell(story, chapter);
    }
    if (dice.percent(70)) repaired(story, company);
    holds(story.state, company);
  }
  if (n % 8 === 0) wasTold(story);
  if (story.state.status !== 'none') comesToAnEnd(story, company);
}

function repaired(story: Story, company: Company): void {
  for (const chapter of repair(story, company)) tell(story, chapter);
}

/** The laws of what one command did. */
function tell({ state }: Story, { command, before, events, known }: Chapter): void {
  law(decide(caseDecider, command, state, known).length === 0, 'decided again, a command leaves nothing');
  let at: Case = before;
  for (const event of events) {
    count(event.type);
    if (at.status !== 'none') happens(at, event, command, known);
    at = evolve(caseDecider, at, event);
    evolve(caseDecider, caseDecider.initialState, event); // never throws
  }
  const missed = events.flatMap(({ type, data }) => (type === 'CaseClockOverdue' ? [data.clock] : []));
  if (missed.filter((id) => id.startsWith('sync/')).length > 1) count('several weeks missed at once');
  if (before.status === 'none' || at.status === 'none' || events.length === 0) return;
  const { occurredAt } = command.metadata;
  for (const was of before.clocks)
    if (was.clock !== 'silence' && isRunning(was) && (was.dueAt ?? occurredAt) < occurredAt)
      law(find(at, was.clock)?.overdue, 'whoever comes after a due instant brings the breach along');
    else if (was.dueAt === occurredAt && !was.overdue && find(at, was.clock)?.ended === 'met') count('just in time');
}

const find = ({ clocks }: KnownCase, id: string): CaseClock | undefined => clocks.find(({ clock }) => clock === id);

/** The laws of one fact of a case. */
function happens(
  at: KnownCase,
  event: CaseEvent & { readonly occurredAt?: string },
  { type: asked, metadata: { occurredAt, history } }: AnyCaseCommand,
  { staff }: Known,
): void {
  const { type, data } = event;
  for (const change of data.clocks ?? []) changes(at, change);
  if (type === 'CaseClockOverdue') {
    const clock = find(at, data.clock);
    law(clock && isRunning(clock) && clock.dueAt === data.dueAt, 'only what runs is missed, at its due instant');
    law(!clock.overdue && data.clock !== 'silence', 'a promise is broken once, and silence breaks none');
    const isEarly = data.dueAt > occurredAt || (data.dueAt === occurredAt && asked !== 'RecordCaseClockOverdue');
    law(
      event.occurredAt === data.dueAt && !isEarly,
      'a breach occurred at its due instant, up to which all is in time',
    );
    if (clock.plans.at(-1)?.cause === 'tier' && clock.plans.at(-1)?.at === data.dueAt) count('due at once by a tier');
    count(lateness[data.clock.split('/')[0] ?? ''] ?? '');
  }
  if (type === 'CaseEscalated') {
    const { to, responsibleId } = data;
    if (event.occurredAt === undefined) count('told in the place of a leaver');
    law(find(at, data.clock)?.overdue && staff.isActive(to) && to !== responsibleId, 'a breach goes to somebody else');
  }
  if (type === 'CaseClockDueSoon') {
    const clock = find(at, data.clock);
    const isNew = clock?.warnings.includes(data.at) && !clock.reminded.includes(data.at);
    law(
      isNew && clock && isRunning(clock) && occurredAt <= data.dueAt,
      'of what runs one is reminded in time, once each',
    );
  }
  const promise = promises[type];
  if (promise && 'late' in data) {
    const clock = find(at, promise);
    law(!data.late || clock?.overdue, 'what is late was missed');
    law(data.late || !clock?.overdue || clock.ended, 'what was missed is late');
  }
  if (type === 'CaseClosed') {
    law(at.kind === 'issue' || history || data.cause || at.cause, 'a complaint closes with its cause');
    law(history || at.confirmation, "a case closes with the customer's word");
    if (history) count('closed by history');
    if (at.confirmation?.silence) count('closed by silence');
    if (asked === 'RecordCaseCause') count('closed by its cause');
  }
  if (type === 'CaseResolutionConfirmed' && data.silence && at.kind === 'complaint' && !at.cause)
    count('silence of a complaint without its cause');
  if (type === 'CaseReopened' && at.clocks.some(({ overdue }) => overdue)) count('reopened after a breach');
  if (type === 'TaskForceFormed' && at.taskForce) count('task force formed anew');
  if (type === 'CaseReassigned' && data.members) count('left a task force');
  if (type === 'CaseMerged' && at.status === 'waiting') count('merged while it waited');
  if (type === 'ProgressSynced' && data.late) count('late word');
  if (type === 'TaskForceSuggested')
    law(!at.taskForceSuggested && (at.taskForce?.ended ?? true), 'a task force is suggested once, and none at work');
}
/** What says whether it came in time. */
const promises: Partial<Record<CaseEvent['type'], ClockId>> = {
  ...{ CaseResponded: 'response', PreliminarySolutionGiven: 'solution', CaseClosed: 'closing' },
};
const lateness: Readonly<Record<string, string>> = {
  ...{ response: 'late answer', solution: 'late plan', closing: 'late loop', stage: 'late stage', sync: 'missed week' },
};

/** The laws of what a fact does to a clock. */
function changes(at: KnownCase, change: ClockChange): void {
  const clock = find(at, change.clock);
  if (change.change === 'ended' && change.end === 'missed')
    law(change.at === clock?.dueAt && change.countedMs === clock.limitMs, 'a week that was missed had all its time');
  if (change.change === 'started' && change.clock.startsWith('sync/'))
    law(
      at.clocks.every(({ clock, since }) => !clock.startsWith('sync/') || since <= change.since),
      'a week begins no earlier than the one before it',
    );
  if (change.change === 'started') return law(!clock || change.clock === 'silence', 'a clock starts once');
  if (change.change === 'replanned' && clock?.runningSince === undefined) count('planned anew while it stood still');
  if (change.change === 'resumed') law(change.dueAt >= change.at, 'nothing is due before it goes on');
  if ('at' in change && clock?.intervals.at(-1)?.from === change.at) count('two changes at one instant');
}

/** The laws of a case as it stands; of whoever has left, once repairs are done. */
function holds(state: Case, company: Company): void {
  if (state.status === 'none') return;
  const { known, now } = company;
  for (const clock of state.clocks) adds(clock, now);
  const closing = find(state, 'closing');
  const open = state.clocks.filter(isOpen);
  if (state.status === 'closed') {
    law(open.length === 0 && !isAtWork(state), 'a case that is closed waits for nothing');
    return;
  }
  law(closing && isOpen(closing), 'a case that is not closed has a closing clock that runs or stands still');
  law(!isAtWork(state) || open.some(({ clock }) => clock.startsWith('sync/')), 'a task force owes a word');
  if (state.status === 'merged') law(!state.clocks.some(isRunning), 'nothing runs of a merged case');
  if (state.status === 'open') law(isRunning(closing), 'the time of an open case runs');
  if (state.status === 'resolved')
    law(closing.paused === (state.confirmation ? undefined : 'resolved'), 'what is resolved waits for the customer');
  if (state.status === 'waiting' && state.wait) {
    const isPausing = policyOf(state, known).pausingWaits.includes(state.wait.for);
    law(
      closing.paused === (isPausing ? `wait/${state.wait.for}` : undefined),
      'a wait stops the closing clock where the policy says so',
    );
  }
  const silence = find(state, 'silence');
  if (silence && isOpen(silence))
    law(['resolved', 'merged'].includes(state.status), 'only what is resolved waits for silence');
  if (state.kind === 'complaint') stands(state, closing);
  if (heldByLeavers(state, known).length === 0)
    law(known.staff.isActive(state.ownerId), 'an open case has an active owner');
}

/** A complaint is in a stage, whose time stands still exactly as the closing clock's does. */
function stands(state: KnownCase, closing: CaseClock): void {
  const last = state.stages.at(-1);
  const clock = last && find(state, `stage/${last.stage}/${last.round}`);
  law(clock && isOpen(clock), 'a complaint that goes on is in a stage, which has its time');
  law(isRunning(clock) === isRunning(closing), 'the time of a stage stands still as the closing clock does');
  const others = state.clocks.filter(({ clock: id }) => id.startsWith('stage/') && id !== clock.clock);
  law(!others.some(isOpen), 'a complaint is in one stage at a time');
}

/** Counted and paused is what has elapsed. */
function adds(clock: CaseClock, now: string): void {
  let end = clock.since;
  let inAll = 0;
  for (const { from, to, counted, countedMs } of clock.intervals) {
    law(from === end && (to === undefined || to > from), 'stretches follow each other without a gap');
    const length = to === undefined ? 0 : Date.parse(to) - Date.parse(from);
    law(counted ? countedMs >= 0 && countedMs <= length : countedMs === 0, 'no more is counted than has elapsed');
    inAll += countedMs;
    end = to ?? from;
  }
  law(inAll === clock.countedMs, 'what is counted is the sum of its stretches');
  const last = clock.intervals.at(-1);
  if (isOpen(clock))
    law(last && last.to === undefined && last.counted === isRunning(clock), 'it goes on until it ends');
  else law(last?.to !== undefined || clock.intervals.length === 0, 'what has ended does not go on');
  law(isRunning(clock) === (clock.dueAt !== undefined), 'what runs has a due instant, and nothing else');
  law(end <= now || last?.from === now, 'no stretch begins in times to come');
}

/** From every state somebody can take the next step, until it is closed: never a refusal on the way. */
function comesToAnEnd(story: Story, company: Company): void {
  repaired(story, company);
  law(heldByLeavers(story.state, company.known).length === 0, 'whoever has left holds nothing');
  for (let step = 0; story.state.status !== 'none' && story.state.status !== 'closed'; step++) {
    law(step < 10, 'a case comes to an end');
    company.now = new Date(Date.parse(company.now) + 60_000).toISOString();
    const chapter = attempt(story, nextStep(story.state), asAdmin, company);
    if (typeof chapter === 'string') throw new Error(`stuck: ${chapter}`);
    law(chapter.events.length > 0, 'the next step does something');
    append(story, chapter);
    tell(story, chapter);
    holds(story.state, company);
  }
}
const asAdmin: Actor = { kind: 'staff', id: 'admin' };

function nextStep({ caseId, status, kind, cause, confirmation }: KnownCase): Intention<AnyCaseCommand> {
  if (status === 'merged') return { type: 'UnmergeCase', caseId, reason: '不同' };
  if (status !== 'resolved') return { type: 'ResolveCase', caseId, resolution: '好' };
  if (kind === 'complaint' && !cause)
    return { type: 'RecordCaseCause', caseId, category: 'delivery', prevention: '加固包裝' };
  return confirmation ? { type: 'CloseCase', caseId } : { type: 'ConfirmCaseResolution', caseId, channel: 'hotline' };
}

/** The laws of the whole log, as it is stored. */
function wasTold({ state, events }: Story): void {
  const stored = JSON.parse(JSON.stringify(events)) as CaseEvent[];
  law(canonicalJson(fold(caseDecider, stored)) === canonicalJson(state), 'what is stored folds to the same');
  const breaches = events.flatMap(({ type, data }) => (type === 'CaseClockOverdue' ? [data.clock] : []));
  law(new Set(breaches).size === breaches.length, 'a promise is broken once');
}

/** Much faster than `expect`, which makes its message before it knows whether it needs one. */
function law(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`broken: ${what}`);
}

describe('whatever happens to cases and people', () => {
  it('keeps the laws, and every case can be brought to its end', () => {
    for (const number of seeds)
      try {
        live(number, diceOf(number));
      } catch (failure) {
        throw new Error(`CASE_MODEL_SEED=${number}: ${String(failure)}`, { cause: failure });
      }
    if (seed === undefined) expect(corners.filter((corner) => !seen.has(corner))).toEqual([]);
  }, 600_000);
});
