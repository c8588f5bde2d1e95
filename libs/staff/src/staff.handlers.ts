import { CommandRunner, ensureFound, KnownKeeper, type CommandResult } from '@dealtrail/event-sourcing';
import { contains, ReadStore, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler } from '@nestjs/cqrs';
import { sql, type SqlBool } from 'kysely';
import { leaveRegister, type LeaveRow } from './leave-register.projection.js';
import { PersonCommand } from './person-record.commands.js';
import type { AnyPersonCommand } from './person.commands.js';
import { person } from './person.decider.js';
import { staffRegister, type StaffRow } from './staff-register.projection.js';
import type { StaffKnown } from './staff.fold.js';
import { LeaveRegister, PersonPage, StaffRegister, UnitRegister } from './staff.queries.js';
import { unitRegister, type UnitRow } from './unit-register.projection.js';
import { UnitCommand, type AnyUnitCommand } from './unit.commands.js';
import { unit } from './unit.decider.js';

/** Answers once this process knows what it changed, so that the next command may build on it. */
@CommandHandler(PersonCommand)
export class PersonCommandHandler {
  constructor(
    private readonly runner: CommandRunner<StaffKnown>,
    private readonly known: KnownKeeper<StaffKnown>,
  ) {}

  async execute(command: AnyPersonCommand): Promise<CommandResult> {
    const result = await this.runner.handle(person, command);
    await this.known.reached(result.position);
    return result;
  }
}

/** As for people. */
@CommandHandler(UnitCommand)
export class UnitCommandHandler {
  constructor(
    private readonly runner: CommandRunner<StaffKnown>,
    private readonly known: KnownKeeper<StaffKnown>,
  ) {}

  async execute(command: AnyUnitCommand): Promise<CommandResult> {
    const result = await this.runner.handle(unit, command);
    await this.known.reached(result.position);
    return result;
  }
}

@QueryHandler(StaffRegister)
export class StaffRegisterHandler {
  constructor(private readonly store: ReadStore) {}

  execute(question: StaffRegister): Promise<Page<StaffRow>> {
    const { unitId, role, active, away, text } = question;
    return this.store.list(staffRegister, question, {
      where: (query) =>
        query
          .$if(unitId !== undefined, (q) => q.where('unitId', '=', unitId ?? ''))
          .$if(role !== undefined, (q) => q.where(sql<SqlBool>`${role} = any(roles)`))
          .$if(active !== undefined, (q) => q.where('active', '=', active ?? true))
          .$if(away !== undefined, (q) => q.where('away', '=', away ?? true))
          .$if(text !== undefined, (q) =>
            q.where((is) => is.or([contains('name', text ?? ''), contains('staffId', text ?? '')])),
          ),
      sortable: ['staffId', 'name', 'unitId'],
      defaultSort: 'staffId',
    });
  }
}

@QueryHandler(LeaveRegister)
export class LeaveRegisterHandler {
  constructor(private readonly store: ReadStore) {}

  execute(question: LeaveRegister): Promise<Page<LeaveRow>> {
    const { staffId, from, until, state } = question;
    return this.store.list(leaveRegister, question, {
      where: (query) =>
        query
          .$if(staffId !== undefined, (q) => q.where('staffId', '=', staffId ?? ''))
          .$if(from !== undefined, (q) => q.where('until', '>=', from ?? ''))
          .$if(until !== undefined, (q) => q.where('from', '<=', until ?? ''))
          .$if(state !== undefined, (q) => q.where('state', '=', state ?? 'planned')),
      sortable: ['from', 'until', 'staffId'],
      defaultSort: 'from',
    });
  }
}

@QueryHandler(PersonPage)
export class PersonPageHandler {
  constructor(private readonly store: ReadStore) {}

  async execute(question: PersonPage): Promise<StaffRow & { readonly position: string }> {
    const { row, position } = await this.store.find(staffRegister, question.staffId, question);
    ensureFound(row, 'person-not-found');
    return { ...row, position };
  }
}

@QueryHandler(UnitRegister)
export class UnitRegisterHandler {
  constructor(private readonly store: ReadStore) {}

  execute(question: UnitRegister): Promise<Page<UnitRow>> {
    const { kind, parent } = question;
    return this.store.list(unitRegister, question, {
      where: (query) =>
        query
          .$if(kind !== undefined, (q) => q.where('kind', '=', kind ?? 'team'))
          .$if(parent !== undefined, (q) => q.where('parent', '=', parent ?? '')),
      sortable: ['unitId', 'name', 'parent'],
      defaultSort: 'unitId',
    });
  }
}
