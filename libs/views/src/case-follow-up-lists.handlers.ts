import { KnownKeeper, permissionOf, reachOf, type Instant, type Reach } from '@dealtrail/event-sourcing';
import { dayOf, type Day } from '@dealtrail/calendar';
import {
  caseEscalations,
  caseResponsibility,
  servicePromises,
  type CaseEscalationRow,
  type CaseResponsibilityRow,
  type ServicePromiseRow,
} from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type ListQuestion, type Page } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { all } from './case-conditions.js';
import {
  escalationsIn,
  holdingsIn,
  promiseOutcome,
  promisesIn,
  stretches,
  stretchesIn,
  teamless,
} from './case-follow-up-conditions.js';
import { CountedEscalations, CountedHoldings, CountedPromises } from './case-follow-up.queries.js';
import type { PromiseOutcome } from './case-words.js';
import { askedAt } from './deal-views.handlers.js';
import { hours } from './hours.js';
import { labelsOf, lowest } from './labels.js';
import { Organisation } from './organisation.js';

type Named = { readonly customerName?: string };

/** Who was told of a missed clock, when, and what they answered; hours to the answer, or so far, as decimal text. */
export interface CountedEscalation
  extends
    Named,
    Pick<
      CaseEscalationRow,
      | 'caseId'
      | 'number'
      | 'kind'
      | 'clock'
      | 'customerId'
      | 'ownerId'
      | 'responsibleId'
      | 'to'
      | 'post'
      | 'dueAt'
      | 'toldAt'
      | 'state'
      | 'acknowledgedAt'
      | 'acknowledgedBy'
      | 'answer'
    > {
  readonly ownerName: string;
  readonly responsibleName: string;
  readonly toName: string;
  readonly answerHours: string;
}

/** One person's part of a case; hours held up to now, as decimal text. */
export interface CountedHolding
  extends
    Named,
    Pick<
      CaseResponsibilityRow,
      | 'caseId'
      | 'number'
      | 'kind'
      | 'staffId'
      | 'customerId'
      | 'sellerId'
      | 'holds'
      | 'times'
      | 'since'
      | 'until'
      | 'holdings'
    > {
  readonly staffName: string;
  readonly sellerName?: string;
  readonly heldHours: string;
}

export interface CountedPromise
  extends
    Named,
    Pick<
      ServicePromiseRow,
      | 'promiseId'
      | 'number'
      | 'customerId'
      | 'sellerId'
      | 'source'
      | 'text'
      | 'dueOn'
      | 'registeredAt'
      | 'cases'
      | 'endedAt'
      | 'endedBy'
      | 'note'
      | 'brokenFor'
    > {
  readonly outcome: PromiseOutcome;
  readonly sellerName: string;
}

/** What the lists have in common: whose rows, and who is in which team. */
abstract class Listed<Q extends ListQuestion> {
  constructor(
    protected readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  protected async asked(
    question: Q,
    conditions: (reach: Reach, organisation: Organisation) => readonly RawBuilder<boolean>[],
  ): Promise<{ readonly where: RawBuilder<boolean>; readonly position: string }> {
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const { answer, position } = await this.store.ask([staffRegister, unitRegister], question, Organisation.from);
    return { where: all(conditions(reach, answer)), position };
  }
}

const atLeast = (ms: number): number => Math.max(0, ms);

@QueryHandler(CountedEscalations)
export class CountedEscalationsHandler
  extends Listed<CountedEscalations>
  implements IQueryHandler<CountedEscalations, Page<CountedEscalation>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  async execute(question: CountedEscalations): Promise<Page<CountedEscalation>> {
    const { state, without } = question;
    const now = askedAt(question);
    const { where, position } = await this.asked(question, (reach, organisation) => [
      ...escalationsIn(question, reach, organisation),
      ...(state === undefined ? [] : [sql<boolean>`"state" = ${state}`]),
      ...(without === undefined ? [] : [teamless(sql`"responsibleId"`, organisation)]),
    ]);
    const page = await this.store.list(caseEscalations, question, {
      where: (query) => query.where(where),
      sortable: ['dueAt', 'toldAt', 'acknowledgedAt'],
      defaultSort: '-dueAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.flatMap(({ ownerId, responsibleId, to }) => [ownerId, responsibleId, to]),
    );
    return {
      ...page,
      items: page.items.map((row) => {
        const { caseId, number, kind, clock, customerId, ownerId, responsibleId, to, post, dueAt, toldAt } = row;
        const { state: answered, acknowledgedAt, acknowledgedBy, answer, history } = row;
        const knownAt = history || toldAt < dueAt ? dueAt : toldAt;
        return {
          ...{ caseId, number, kind, clock, customerId, ownerId, responsibleId, to, post, dueAt, toldAt },
          ...{ state: answered, acknowledgedAt, acknowledgedBy, answer },
          customerName: labels.customer(customerId),
          ownerName: labels.person(ownerId),
          responsibleName: labels.person(responsibleId),
          toName: labels.person(to),
          answerHours: hours(atLeast(Date.parse(acknowledgedAt ?? now) - Date.parse(knownAt))),
        };
      }),
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}

@QueryHandler(CountedHoldings)
export class CountedHoldingsHandler
  extends Listed<CountedHoldings>
  implements IQueryHandler<CountedHoldings, Page<CountedHolding>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  async execute(question: CountedHoldings): Promise<Page<CountedHolding>> {
    const { came, department, handedOver, holds, without } = question;
    const now = askedAt(question);
    const { where, position } = await this.asked(question, (reach, organisation) => {
      const stretch = [
        ...stretchesIn(question),
        ...(came === undefined ? [] : [sql<boolean>`stretch."came" = ${came}`]),
        ...(department === undefined ? [] : [sql<boolean>`stretch."department" = ${department}`]),
        ...(handedOver === undefined ? [] : [sql<boolean>`(stretch."department" is not null) = ${handedOver}`]),
        ...(holds === undefined ? [] : [sql<boolean>`(stretch."to" is null) = ${holds}`]),
      ];
      return [
        ...holdingsIn(question, reach, organisation),
        ...(without === undefined ? [] : [teamless(sql`"staffId"`, organisation)]),
        sql<boolean>`exists (select from ${stretches} where ${all(stretch)})`,
      ];
    });
    const page = await this.store.list(caseResponsibility, question, {
      where: (query) => query.where(where),
      sortable: ['since', 'heldMs', 'times'],
      defaultSort: '-since',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.flatMap(({ staffId, sellerId = staffId }) => [staffId, sellerId]),
    );
    return {
      ...page,
      items: page.items.map((row) => {
        const { caseId, number, kind, staffId, customerId, sellerId, times, since, until, holdings, heldMs } = row;
        const going: Instant | undefined = row.holds ? holdings.at(-1)?.from : undefined;
        const more = going === undefined ? 0 : atLeast(Date.parse(now) - Date.parse(going));
        return {
          ...{ caseId, number, kind, staffId, customerId, sellerId, holds: row.holds, times, since, until, holdings },
          customerName: labels.customer(customerId),
          staffName: labels.person(staffId),
          sellerName: sellerId && labels.person(sellerId),
          heldHours: hours(heldMs + more),
        };
      }),
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}

@QueryHandler(CountedPromises)
export class CountedPromisesHandler
  extends Listed<CountedPromises>
  implements IQueryHandler<CountedPromises, Page<CountedPromise>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  async execute(question: CountedPromises): Promise<Page<CountedPromise>> {
    const { outcome, without } = question;
    const today = dayOf(askedAt(question));
    const { where, position } = await this.asked(question, (reach, organisation) => [
      ...promisesIn(question, reach, organisation),
      ...(outcome === undefined ? [] : [sql<boolean>`${promiseOutcome(today)} = ${outcome}`]),
      ...(without === undefined ? [] : [teamless(sql`"sellerId"`, organisation)]),
    ]);
    const page = await this.store.list(servicePromises, question, {
      where: (query) => query.where(where),
      sortable: ['registeredAt', 'dueOn', 'endedAt'],
      defaultSort: '-registeredAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.map(({ sellerId }) => sellerId),
    );
    return {
      ...page,
      items: page.items.map((row) => {
        const { promiseId, number, customerId, sellerId, source, text, dueOn, registeredAt, cases } = row;
        const { endedAt, endedBy, note, brokenFor } = row;
        return {
          ...{ promiseId, number, customerId, sellerId, source, text, dueOn, registeredAt, cases },
          ...{ endedAt, endedBy, note, brokenFor, outcome: outcomeOf(row, today) },
          customerName: labels.customer(customerId),
          sellerName: labels.person(sellerId),
        };
      }),
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}

function outcomeOf({ state, late, dueOn }: ServicePromiseRow, today: Day): PromiseOutcome {
  if (state === 'kept') return late ? 'keptLate' : 'kept';
  if (state === 'broken') return 'broken';
  return dueOn !== undefined && dueOn < today ? 'overdue' : 'open';
}
