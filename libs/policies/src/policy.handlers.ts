import { CommandRunner, ensureFound, KnownKeeper, type CommandResult } from '@dealtrail/event-sourcing';
import { ReadStore, type Page, type Tables } from '@dealtrail/read-store';
import type { StaffKnown } from '@dealtrail/staff';
import { CommandHandler, QueryHandler } from '@nestjs/cqrs';
import { changes, type Change } from './changes.js';
import type { PolicyKindId } from './kinds/policy-kinds.js';
import { policyDrafts, type PolicyDraftRow } from './policy-drafts.projection.js';
import { policyRegister, type PolicyRow } from './policy-register.projection.js';
import { PolicyCommand, type AnyPolicyCommand } from './policy.commands.js';
import { policy } from './policy.decider.js';
import { PolicyChanges, PolicyDraft, PolicyInForce, PolicyRegister } from './policy.queries.js';

/** Answers once this process knows what it changed. */
@CommandHandler(PolicyCommand)
export class PolicyCommandHandler {
  constructor(
    private readonly runner: CommandRunner<StaffKnown>,
    private readonly known: KnownKeeper<StaffKnown>,
  ) {}

  async execute(command: AnyPolicyCommand): Promise<CommandResult> {
    const result = await this.runner.handle(policy, command);
    await this.known.reached(result.position);
    return result;
  }
}

@QueryHandler(PolicyRegister)
export class PolicyRegisterHandler {
  constructor(private readonly store: ReadStore) {}

  execute(question: PolicyRegister): Promise<Page<PolicyRow>> {
    const { kind } = question;
    return this.store.list(policyRegister, question, {
      where: (query) => query.$if(kind !== undefined, (q) => q.where('kind', '=', kind ?? 'follow-up')),
      sortable: ['policyId', 'effectiveFrom', 'publishedAt'],
      defaultSort: '-publishedAt',
    });
  }
}

@QueryHandler(PolicyInForce)
export class PolicyInForceHandler {
  constructor(private readonly store: ReadStore) {}

  async execute(question: PolicyInForce): Promise<PolicyRow & { readonly position: string }> {
    const { answer, position } = await this.store.ask([policyRegister], question, (tables) =>
      newest(tables, question.kind, question.at ?? question.metadata.occurredAt),
    );
    ensureFound(answer, 'policy-not-published');
    return { ...answer, position };
  }
}

@QueryHandler(PolicyChanges)
export class PolicyChangesHandler {
  constructor(private readonly store: ReadStore) {}

  async execute(question: PolicyChanges): Promise<{ readonly changes: readonly Change[]; readonly position: string }> {
    const { kind, version } = question;
    const { answer, position } = await this.store.ask([policyRegister], question, (tables) =>
      tables
        .from(policyRegister)
        .selectAll()
        .where('kind', '=', kind)
        .where('version', 'in', [version - 1, version])
        .orderBy('version', 'desc')
        .execute(),
    );
    const [now, before] = answer;
    ensureFound(now?.version === version, 'policy-version-not-found');
    return { changes: changes(before?.content, now.content), position };
  }
}

@QueryHandler(PolicyDraft)
export class PolicyDraftHandler {
  constructor(private readonly store: ReadStore) {}

  async execute(question: PolicyDraft): Promise<PolicyDraftRow & { changes: readonly Change[]; position: string }> {
    const { answer, position } = await this.store.ask([policyDrafts, policyRegister], question, async (tables) => ({
      draft: await tables.from(policyDrafts).selectAll().where('kind', '=', question.kind).executeTakeFirst(),
      published: await newest(tables, question.kind),
    }));
    const { draft, published } = answer;
    ensureFound(draft, 'draft-not-found');
    const { kind, content, draftedBy, draftedAt } = draft;
    return {
      kind,
      draft: draft.draft,
      content,
      draftedBy,
      draftedAt,
      changes: changes(published?.content, content),
      position,
    };
  }
}

/** The newest version of a kind, or the newest whose time has come at `at`. */
const newest = async (tables: Tables, kind: PolicyKindId, at?: string): Promise<PolicyRow | undefined> =>
  tables
    .from(policyRegister)
    .select(['policyId', 'kind', 'version', 'content', 'effectiveFrom', 'draftedBy', 'publishedBy', 'publishedAt'])
    .where('kind', '=', kind)
    .$if(at !== undefined, (query) => query.where('effectiveFrom', '<=', at ?? ''))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
