import { CommandRunner, KnownKeeper, type CommandResult } from '@dealtrail/event-sourcing';
import { newApiKey } from '@dealtrail/http';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler } from '@nestjs/cqrs';
import { ApiKeyCommand, type AnyApiKeyCommand } from './api-key.commands.js';
import { apiKeyWith } from './api-key.decider.js';
import { apiKeyRegister, type ApiKeyRow } from './api-key-register.projection.js';
import type { StaffKnown } from './staff.fold.js';
import { ApiKeyRegister } from './staff.queries.js';

/** Shows the key of a secret that this very command brought into the log; a repeat is answered without one. */
@CommandHandler(ApiKeyCommand)
export class ApiKeyCommandHandler {
  constructor(
    private readonly runner: CommandRunner<StaffKnown>,
    private readonly known: KnownKeeper<StaffKnown>,
  ) {}

  async execute(command: AnyApiKeyCommand): Promise<CommandResult & { readonly key?: string }> {
    const { key, secretHash } = newApiKey(command.keyId);
    const result = await this.runner.handle(apiKeyWith(secretHash), command);
    const { staff } = await this.known.reached(result.position);
    return staff.apiKey(command.keyId)?.secretHash === secretHash ? { ...result, key } : result;
  }
}

@QueryHandler(ApiKeyRegister)
export class ApiKeyRegisterHandler {
  constructor(private readonly store: ReadStore) {}

  execute(question: ApiKeyRegister): Promise<Page<ApiKeyRow>> {
    const { role, revoked } = question;
    return this.store.list(apiKeyRegister, question, {
      where: (query) =>
        query
          .$if(role !== undefined, (q) => q.where('role', '=', role ?? 'rep'))
          .$if(revoked !== undefined, (q) => q.where('revoked', '=', revoked ?? false)),
      sortable: ['name', 'issuedAt', 'expiresAt'],
      defaultSort: 'name',
    });
  }
}
