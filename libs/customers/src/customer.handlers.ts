import {
  authorise,
  CommandRunner,
  ensureFound,
  KnownKeeper,
  permissionOf,
  reachOf,
  type CommandResult,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { contains, ReadStore, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { reachesContact } from './contact-reach.js';
import { customerRegister, type CustomerRow } from './customer-register.projection.js';
import { CustomerCommand, type AnyCustomerCommand } from './customer.commands.js';
import { customer } from './customer.decider.js';
import { CustomerPage, CustomerRegister } from './customer.queries.js';

@CommandHandler(CustomerCommand)
export class CustomerCommandHandler implements ICommandHandler<CustomerCommand, CommandResult> {
  constructor(private readonly runner: CommandRunner<Known>) {}

  execute(command: AnyCustomerCommand): Promise<CommandResult> {
    return this.runner.handle(customer, command);
  }
}

/** A customer in a list: who to talk to is on the customer's page only. */
export type ListedCustomer = Omit<CustomerRow, 'contactName' | 'contactPhone'>;

const listed = ({ contactName: _name, contactPhone: _phone, ...row }: CustomerRow): ListedCustomer => row;

@QueryHandler(CustomerRegister)
export class CustomerRegisterHandler implements IQueryHandler<CustomerRegister, Page<ListedCustomer>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CustomerRegister): Promise<Page<ListedCustomer>> {
    const { ownerId = '', tier = '', grade = '', text = '' } = question;
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const page = await this.store.list(customerRegister, question, {
      reach: { column: 'ownerId', reach },
      where: (query) =>
        query
          .$if(ownerId !== '', (q) => q.where('ownerId', '=', ownerId))
          .$if(tier !== '', (q) => q.where('tier', '=', tier))
          .$if(grade !== '', (q) => q.where('grade', '=', grade))
          .$if(text !== '', (q) => q.where((is) => is.or([contains('name', text), contains('number', text)]))),
      sortable: ['name', 'number', 'registeredAt'],
      defaultSort: 'name',
    });
    return { ...page, items: page.items.map(listed) };
  }
}

@QueryHandler(CustomerPage)
export class CustomerPageHandler implements IQueryHandler<
  CustomerPage,
  ListedCustomer & { readonly position: string }
> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CustomerPage): Promise<ListedCustomer & { readonly position: string }> {
    const { staff } = this.known.now();
    const { actor } = question.metadata;
    const { row, position } = await this.store.find(customerRegister, question.customerId, question);
    ensureFound(row, 'customer-not-found');
    const permission = permissionOf(question);
    authorise(permission, actor, { owners: row.ownerId === undefined ? [] : [row.ownerId] }, staff);
    return { ...(reachesContact(permission, actor.id, row.ownerId, staff) ? row : listed(row)), position };
  }
}
