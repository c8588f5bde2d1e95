import { KnownKeeper, permissionOf, reachOf, type Reach } from '@dealtrail/event-sourcing';
import { dealRegister } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { ageBrackets, type AgeBracket, type AgeSum } from './age-brackets.js';
import { askedAt } from './deal-views.handlers.js';
import { Organisation } from './organisation.js';
import { pipelineReport, quarterGroup, type DealSum, type GroupName, type PipelineGroup } from './pipeline-report.js';
import { OpenDealsByAge, PipelineReport, type PipelineGrouping } from './reports.queries.js';

/** The deals a report may look at: an owner outside every reach stands for none. */
function dealsWithin(tables: Tables, reach: Reach) {
  const deals = tables.from(dealRegister);
  if (reach === 'all') return deals;
  return reach.size === 0 ? deals.where('ownerId', '=', '') : deals.where('ownerId', 'in', [...reach]);
}

/** What SQL groups by besides the owner, and what it is called. */
const parts: Readonly<Record<PipelineGrouping, { readonly key: string; readonly name: string }>> = {
  quarter: { key: 'left("closedOn", 7)', name: 'null' },
  stage: { key: '"stage"', name: 'null' },
  product: { key: 'coalesce("productId", "productName")', name: 'max("productName")' },
  office: { key: 'null::text', name: 'null' },
  manager: { key: 'null::text', name: 'null' },
  owner: { key: 'null::text', name: 'null' },
};

export interface PipelineAnswer {
  readonly groupBy: PipelineGrouping;
  readonly groups: readonly PipelineGroup[];
  readonly total: PipelineGroup;
  readonly position: string;
}

@QueryHandler(PipelineReport)
export class PipelineReportHandler implements IQueryHandler<PipelineReport, PipelineAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: PipelineReport): Promise<PipelineAnswer> {
    const { groupBy, office } = question;
    const known = this.known.now();
    const reach = reachOf(permissionOf(question), question.metadata.actor, known.staff);
    const projections = [dealRegister, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => {
      const organisation = await Organisation.from(tables);
      return { organisation, sums: await dealSums(tables, question, reach) };
    });
    const { organisation, sums } = answer;
    const inOffice = (sum: DealSum) =>
      office === undefined || organisation.unitOf(sum.ownerId, 'region')?.unitId === office;
    const stages = known.policies.inForce('deal-stages', askedAt(question)).value.stages;
    const names: Readonly<Record<PipelineGrouping, (sum: DealSum) => GroupName>> = {
      quarter: quarterGroup,
      stage: ({ part }) => ({ key: part ?? undefined, label: stages.find(({ id }) => id === part)?.zh }),
      product: ({ part, partName }) => ({ key: part ?? undefined, label: partName ?? part ?? undefined }),
      owner: ({ ownerId }) => ({ key: ownerId, label: organisation.nameOf(ownerId) }),
      office: ({ ownerId }) => {
        const region = organisation.unitOf(ownerId, 'region');
        return { key: region?.unitId, label: region?.name };
      },
      manager: ({ ownerId }) => {
        const head = organisation.unitOf(ownerId, 'team')?.head ?? undefined;
        return { key: head, label: head && organisation.nameOf(head) };
      },
    };
    return { groupBy, ...pipelineReport(sums.filter(inOffice), names[groupBy]), position };
  }
}

async function dealSums(tables: Tables, question: PipelineReport, reach: Reach): Promise<DealSum[]> {
  const { groupBy, from, to, currency, ownerId } = question;
  const part = parts[groupBy];
  return dealsWithin(tables, reach)
    .$if(from !== undefined, (q) => q.where('closedOn', '>=', from ?? ''))
    .$if(to !== undefined, (q) => q.where('closedOn', '<=', to ?? ''))
    .$if(currency !== undefined, (q) => q.where('currency', '=', currency ?? ''))
    .$if(ownerId !== undefined, (q) => q.where('ownerId', '=', ownerId ?? ''))
    .select([
      'ownerId',
      'status',
      sql<string | null>`"currency"`.as('currency'),
      sql<string | null>`${sql.raw(part.key)}`.as('part'),
      sql<string | null>`${sql.raw(part.name)}`.as('partName'),
      sql<string>`count(*)::text`.as('deals'),
      sql<string | null>`sum("amount")::text`.as('amount'),
    ])
    .groupBy([sql`1`, sql`2`, sql`3`, sql`4`])
    .execute();
}

@QueryHandler(OpenDealsByAge)
export class OpenDealsByAgeHandler implements IQueryHandler<
  OpenDealsByAge,
  { readonly brackets: readonly AgeBracket[]; readonly position: string }
> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OpenDealsByAge): Promise<{ brackets: readonly AgeBracket[]; position: string }> {
    const { ownerId } = question;
    const now = askedAt(question);
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const { answer, position } = await this.store.ask([dealRegister], question, (tables): Promise<AgeSum[]> =>
      dealsWithin(tables, reach)
        .where('status', '=', 'open')
        .$if(ownerId !== undefined, (q) => q.where('ownerId', '=', ownerId ?? ''))
        .select([
          sql<string>`coalesce("registeredOn", "registeredAt")`.as('began'),
          sql<string | null>`"currency"`.as('currency'),
          sql<string>`count(*)::text`.as('deals'),
          sql<string>`count(*) filter (where "dueAt" < ${now})::text`.as('overdue'),
          sql<string | null>`sum("amount")::text`.as('amount'),
        ])
        .groupBy([sql`1`, sql`2`])
        .execute(),
    );
    return { brackets: ageBrackets(answer, now), position };
  }
}
