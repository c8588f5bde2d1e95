import {
  authorise,
  ensureFound,
  erased,
  EventStore,
  fold,
  KnownKeeper,
  permissionOf,
  type ActorKind,
  type Instant,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { localTime } from '@dealtrail/calendar';
import { deal, type DealEvent, type DealStage } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import type { PolicyVersion } from '@dealtrail/policies';
import { ReadStore } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { dealSentence, type Language } from './deal-sentences.js';
import { DealTrail } from './deal-views.queries.js';
import { labelsOf } from './labels.js';

/** One fact as it happened: who, when, what, and which command and fact led to it. */
export interface TrailItem {
  /** Decimal. */
  readonly position: string;
  readonly revision: number;
  readonly type: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** `occurredAt` as a clock in Shanghai shows it. */
  readonly when: string;
  readonly who: string;
  readonly actorKind: ActorKind;
  /** Imported past. */
  readonly history: boolean;
  readonly sentence: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
}

export interface TrailAnswer {
  readonly dealId: string;
  readonly number: string;
  readonly items: readonly TrailItem[];
  /** Decimal; of the last fact told. */
  readonly position: string;
}

const actorNames: Readonly<Record<Exclude<ActorKind, 'staff'>, Readonly<Record<Language, string>>>> = {
  process: { zh: '系统流程', en: 'Process' },
  customerLink: { zh: '客户链接', en: "Customer's link" },
  import: { zh: '数据导入', en: 'Import' },
  apiKey: { zh: '接口', en: 'API key' },
  system: { zh: '系统', en: 'System' },
};
const erasedPerson: Readonly<Record<Language, string>> = { zh: '（已删除的个人信息）', en: '(erased person)' };

/** Staff ids that a fact names, whatever its type. */
const peopleIn = ({ data, metadata: { actor, onBehalfOf } }: Recorded<DealEvent>): string[] => {
  const named = data as { readonly ownerId?: string; readonly previousOwnerId?: string; readonly superiorId?: string };
  const ids = [named.ownerId, named.previousOwnerId, named.superiorId, onBehalfOf];
  return [...ids, actor.kind === 'staff' ? actor.id : undefined].filter((id) => id !== undefined);
};

const customersIn = ({ type, data }: Recorded<DealEvent>): (string | undefined)[] =>
  type === 'DealEdited'
    ? [data.changes.customerId, data.previous.customerId]
    : ['customerId' in data ? data.customerId : undefined];

/** Read from the log itself, so that it is never behind; only the names come from read models. */
@QueryHandler(DealTrail)
export class DealTrailHandler implements IQueryHandler<DealTrail, TrailAnswer> {
  constructor(
    private readonly log: EventStore,
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DealTrail): Promise<TrailAnswer> {
    const { dealId, lang = 'zh', asOf, metadata } = question;
    const known = this.known.now();
    const [recorded = []] = (await this.log.read([`deal-${dealId}`])) as Recorded<DealEvent>[][];
    const state = fold(deal, recorded);
    ensureFound(state.status !== 'none', 'deal-not-found');
    authorise(permissionOf(question), metadata.actor, { owners: [state.ownerId] }, known.staff);
    const limit = asOf === undefined ? undefined : new Date(asOf).toISOString();
    const events = recorded.filter(({ recordedAt }) => limit === undefined || recordedAt <= limit);
    const labels = await labelsOf(this.store, {}, events.flatMap(customersIn), events.flatMap(peopleIn));

    const person = (id: string) => (labels.person(id) === erased ? erasedPerson[lang] : labels.person(id));
    const customer = (id: string) => labels.customer(id) ?? id;
    const words = { person, customer, place: (at: DealStage, by?: PolicyVersion) => placeName(known, lang, at, by) };
    const who = ({ metadata: { actor, onBehalfOf } }: Recorded<DealEvent>): string => {
      if (actor.kind === 'staff') return person(actor.id);
      const name = `${actorNames[actor.kind][lang]} ${actor.id}`;
      return onBehalfOf === undefined ? name : `${name} (${person(onBehalfOf)})`;
    };
    return {
      dealId,
      number: state.number,
      items: events.map((event) => ({
        position: String(event.position),
        revision: event.revision,
        type: event.type,
        occurredAt: event.metadata.occurredAt,
        recordedAt: event.recordedAt,
        when: localTime(event.metadata.occurredAt),
        who: who(event),
        actorKind: event.metadata.actor.kind,
        history: event.metadata.history ?? false,
        sentence: dealSentence(event, lang, words),
        commandId: event.metadata.commandId,
        correlationId: event.metadata.correlationId,
        causationId: event.metadata.causationId,
      })),
      position: String(events.at(-1)?.position ?? 0),
    };
  }
}

/** A stage and its step by the titles of the policy that counted then. */
function placeName(known: Known, lang: Language, { stage, step }: DealStage, by: PolicyVersion | undefined): string {
  const policy = by && known.policies.version('deal-stages', by.version)?.value;
  const titleIn = (
    list: readonly { readonly id: string; readonly zh: string; readonly en: string }[] = [],
    id: string,
  ) => list.find((entry) => entry.id === id)?.[lang] ?? id;
  const name = titleIn(policy?.stages, stage);
  if (step === undefined) return lang === 'zh' ? `“${name}”` : name;
  const detail = titleIn(policy?.steps, step);
  return lang === 'zh' ? `“${name}·${detail}”` : `${name} (${detail})`;
}
