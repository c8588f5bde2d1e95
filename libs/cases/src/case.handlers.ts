import { CommandRunner, KnownKeeper, permissionOf, reachOf, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type ListQuestion, type Page, type RowQuery } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { caseClocks } from './case-clocks.projection.js';
import { CaseCommand, type EditCase, type ReportCase } from './case-reporting.commands.js';
import { CaseSubjects, type WhoseSubject } from './case-subjects.js';
import { caseRegister } from './case-register.projection.js';
import type { CaseRow } from './case-register.row.js';
import type { AnyCaseCommand } from './case.commands.js';
import { caseDecider, caseDeciderWith } from './case.decider.js';
import { CaseIdsPlannedBefore, OpenCaseIdsOf, OpenCaseIdsOfCustomer } from './case.queries.js';

@CommandHandler(CaseCommand)
export class CaseCommandHandler implements ICommandHandler<CaseCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly known: KnownKeeper<Known>,
    private readonly subjects: CaseSubjects,
  ) {}

  /** What follows from a fact of the staff log or of the calendar is decided at or after it, never on less. */
  async execute(command: AnyCaseCommand): Promise<CommandResult> {
    if ('position' in command) await this.known.reached(command.position);
    if (command.type !== 'ReportCase' && command.type !== 'EditCase') return this.runner.handle(caseDecider, command);
    return this.runner.handle(caseDeciderWith(await this.whose(command)), command);
  }

  /** Of history only its source says whose it was. */
  private whose({ orderId, customerId, metadata }: ReportCase | EditCase): Promise<WhoseSubject> {
    return metadata.history ? Promise.resolve({}) : this.subjects.whose({ orderId, customerId });
  }
}

/** What processes ask: ids, page by page. */
abstract class Ids<Q extends ListQuestion> {
  constructor(
    protected readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  /** Refuses who may not ask. */
  protected ensureMayAsk(question: Q): void {
    reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
  }

  protected async cases(question: Q, where: (query: RowQuery<CaseRow>) => RowQuery<CaseRow>): Promise<Page<string>> {
    this.ensureMayAsk(question);
    const page = await this.store.list(caseRegister, question, {
      where,
      sortable: ['caseId'],
      defaultSort: 'caseId',
    });
    return { ...page, items: page.items.map(({ caseId }) => caseId) };
  }
}

@QueryHandler(OpenCaseIdsOf)
export class OpenCaseIdsOfHandler extends Ids<OpenCaseIdsOf> implements IQueryHandler<OpenCaseIdsOf, Page<string>> {
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: OpenCaseIdsOf): Promise<Page<string>> {
    return this.cases(question, (query) => query.where(sql<boolean>`"holders" @> ${[question.staffId]}`));
  }
}

@QueryHandler(OpenCaseIdsOfCustomer)
export class OpenCaseIdsOfCustomerHandler
  extends Ids<OpenCaseIdsOfCustomer>
  implements IQueryHandler<OpenCaseIdsOfCustomer, Page<string>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: OpenCaseIdsOfCustomer): Promise<Page<string>> {
    return this.cases(question, (query) =>
      query.where('status', '<>', 'closed').where('customerId', '=', question.customerId),
    );
  }
}

@QueryHandler(CaseIdsPlannedBefore)
export class CaseIdsPlannedBeforeHandler
  extends Ids<CaseIdsPlannedBefore>
  implements IQueryHandler<CaseIdsPlannedBefore, Page<string>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  /** By clock, so that a case's clocks lie together: one is named twice only where a page ends between them. */
  async execute(question: CaseIdsPlannedBefore): Promise<Page<string>> {
    this.ensureMayAsk(question);
    const page = await this.store.list(caseClocks, question, {
      where: (query) =>
        query.where('state', 'in', ['running', 'paused']).where('calendarVersion', '<', question.calendarVersion),
      sortable: ['clockKey'],
      defaultSort: 'clockKey',
    });
    return { ...page, items: [...new Set(page.items.map(({ caseId }) => caseId))] };
  }
}
