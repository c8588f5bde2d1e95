import { derivedId } from '@dealtrail/event-sourcing';
import { codeOf } from './code-of.js';
import { said, type Incident, type IncidentLevel, type IncidentRow, type IncidentState } from './incident-rows.js';
import type { StepOf } from './map-rows.js';

/** Somebody of the source, or who stands for nobody named: a group for what waits in its queue. */
export interface IncidentHandler {
  readonly staffId: string;
  readonly name: string;
}

/** How an incident stands from a row on. */
interface Standing {
  readonly state: IncidentState;
  readonly group?: string;
  readonly person?: string;
  readonly category?: string;
  readonly impact: IncidentLevel;
  readonly urgency: IncidentLevel;
  /** Somebody has done something about it, by now. */
  readonly reacted: boolean;
}

const reported: Standing = { state: 'new', impact: 3, urgency: 3, reacted: false };

/** What a row does not say has not changed; but a group that is new and names nobody has it in its queue. */
function standingAfter(before: Standing, row: IncidentRow): Standing {
  const { state, group = before.group, category = before.category, impact, urgency } = row;
  return {
    ...{ state, group, category },
    person: row.person ?? (group === before.group ? before.person : undefined),
    impact: impact ?? before.impact,
    urgency: urgency ?? before.urgency,
    reacted: before.reacted || state !== 'new',
  };
}

function standingsOf({ rows }: Incident): readonly Standing[] {
  let standing = reported;
  return rows.map((row) => (standing = standingAfter(standing, row)));
}

function handlerOf({ group, person }: Standing): IncidentHandler {
  if (person !== undefined) return { staffId: codeOf(person), name: person };
  if (group !== undefined) return { staffId: codeOf(group), name: `${group} (nobody named in the source)` };
  return { staffId: 'incidents.owner', name: '案件負責人 (not named in the source)' };
}

/** Everybody who ever has it, in turn. */
export const handlersOf = (incident: Incident): readonly IncidentHandler[] => standingsOf(incident).map(handlerOf);

/**
 * An incident as the story of a case: reported when it was opened, then what each row changes, in the order of the file and at
 * the row's own instant. A step is named by its row and what it does, so that rows that are added later go on from there.
 */
export function incidentTold(incident: Incident): readonly StepOf[] {
  const { number, openedAt, rows } = incident;
  const caseId = derivedId('incidents', 'incident', number);
  const standings = standingsOf(incident);
  const desk = standings.find(({ group }) => group !== undefined)?.group;
  const [first] = standings;
  const last = rows.at(-1);
  if (!first || !last) return [];
  return [
    { step: '1-report', occurredAt: openedAt, command: { caseId, ...report(incident, first) } },
    ...rows.flatMap((row, index) => {
      const standing = standings[index] ?? first;
      const before = standings[index - 1] ?? { ...first, state: 'new', reacted: false };
      return changes(before, standing, row, desk).map(([verb, command]): StepOf => ({
        step: `${index + 1}-${verb}`,
        occurredAt: row.at,
        command: { caseId, ...command },
      }));
    }),
    { step: 'told', occurredAt: last.at, command: { type: 'EditCase', caseId, moreToTell: false } },
  ];
}

const channels: Readonly<Record<string, string>> = {
  ...{ Phone: 'hotline', IVR: 'hotline', 'Self service': 'web', Email: 'mail' },
};

/** Kept word for word; none that a later row changes, or that may know on the first row what comes later. */
const ofSource = [
  ...[
    'number',
    'caller_id',
    'opened_by',
    'location',
    'subcategory',
    'u_symptom',
    'cmdb_ci',
    'contact_type',
    'priority',
  ],
];

type Asked = StepOf['command'];

function report({ number, rows: [row], first }: Incident, standing: Standing): Asked {
  const { impact, urgency, category, group } = standing;
  const channel = said(first['contact_type']);
  const dataQuality = [
    ...(channel === undefined ? ['no-channel'] : []),
    ...(row?.impact === undefined || row.urgency === undefined ? ['no-priority'] : []),
  ];
  return {
    ...{ type: 'ReportCase', kind: 'issue', channel: channels[channel ?? ''] ?? 'other' },
    subject: [number, category, said(first['subcategory'])].filter((part) => part !== undefined).join(' · '),
    ...{ ownerId: handlerOf(standing).staffId, impact, urgency },
    ...(category !== undefined && { category }),
    ...(group !== undefined && { group }),
    ...(dataQuality.length > 0 && { dataQuality }),
    moreToTell: true,
    source: Object.fromEntries(ofSource.flatMap((name) => (said(first[name]) ? [[name, first[name]]] : []))),
  };
}

type Change = readonly [verb: string, command: Asked];

/** In the order in which the rules take them: a case is opened again first and closed last. */
function changes(before: Standing, now: Standing, row: IncidentRow, desk: string | undefined): readonly Change[] {
  const { category, impact, urgency } = now;
  return [
    ...leaving(before.state, row),
    ...(category === before.category ? [] : [change('edit', 'EditCase', { category })]),
    ...(impact === before.impact && urgency === before.urgency
      ? []
      : [change('prioritise', 'ChangeCasePriority', { impact, urgency })]),
    ...handing(before, now, desk),
    ...entering(before, now.state),
  ];
}

const change = (verb: string, type: string, asked: object = {}): Change => [verb, { type, ...asked }];

/**
 * From one group to another it is handed over. That the first group is the service desk, and any other the technical one, is
 * assumed: the source has numbers for names.
 */
function handing(before: Standing, now: Standing, desk: string | undefined): readonly Change[] {
  const to = handlerOf(now).staffId;
  const { group } = now;
  if (group === before.group && to === handlerOf(before).staffId) return [];
  if (group === before.group || before.group === undefined)
    return [change('assign', 'AssignCase', { to, ...(group !== undefined && { group }) })];
  const department = group === desk ? 'customerService' : 'technical';
  return [change('hand-over', 'HandOverCase', { department, to, group })];
}

const isWait = (state: IncidentState): boolean => state === 'customer' || state === 'vendor' || state === 'internal';
const isOver = (state: IncidentState): boolean => state === 'resolved' || state === 'closed';

function leaving(state: IncidentState, { state: next, reopenCount }: IncidentRow): readonly Change[] {
  if (state === next) return [];
  const isBack = state === 'closed' || (state === 'resolved' && !isOver(next));
  if (isBack) return [change('reopen', 'ReopenCase', { reason: `reopen_count ${reopenCount}` })];
  return isWait(state) && !isWait(next) && !isOver(next) ? [change('resume', 'ResumeCase')] : [];
}

/** Being active for the first time is the reaction to the customer; a wait and a resolution are one themselves. */
function entering({ state, reacted }: Standing, next: IncidentState): readonly Change[] {
  if (state === next || next === 'new') return [];
  if (next === 'active') return reacted ? [] : [change('respond', 'RespondToCase')];
  if (isWait(next)) return [change('await', 'AwaitCase', { for: next })];
  const resolve = state === 'resolved' ? [] : [change('resolve', 'ResolveCase', { resolution: 'Resolved' })];
  return next === 'resolved' ? resolve : [...resolve, change('close', 'CloseCase')];
}
