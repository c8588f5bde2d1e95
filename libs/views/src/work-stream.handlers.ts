import {
  EventStore,
  ensure,
  ensureAllowed,
  KnownKeeper,
  permissionOf,
  reachOf,
  type Directory,
  type LiveAnswer,
  type LiveBatch,
  type LiveMessage,
  type Position,
  type Reach,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { LiveFact } from './live-work.js';
import { WorkFeed } from './work-feed.provider.js';
import { WorkStream } from './work-stream.queries.js';

@QueryHandler(WorkStream)
export class WorkStreamHandler implements IQueryHandler<WorkStream, LiveAnswer> {
  constructor(
    private readonly feed: WorkFeed,
    private readonly store: EventStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: WorkStream): Promise<LiveAnswer> {
    const rights = this.rightsOf(question, this.known.now().staff);
    const head = await this.store.head();
    const after = question.after === undefined ? head : Number(question.after);
    ensure(after <= head, 'position-not-reached', { head: String(head) });
    return (signal) => this.follow(question, rights.roles, after, signal);
  }

  /** Each message is judged by the staff as they were known when it was recorded or later. */
  private async *follow(
    question: WorkStream,
    roles: string,
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<LiveBatch> {
    const { actor } = question.metadata;
    yield { messages: [], position: after };
    for await (const { facts, position, leftOut } of this.feed.after(after, signal)) {
      const rights = this.rightsOf(question, (await this.known.reached(position)).staff);
      ensureAllowed(rights.roles === roles, 'permission-changed');
      const isMine = ({ event, people }: LiveFact): boolean =>
        event === 'reminder'
          ? actor.kind === 'staff' && people.includes(actor.id)
          : question.team === true && isWithin(rights.reach(), people);
      yield { messages: leftOut ? [reset(position)] : facts.filter(isMine), position };
    }
  }

  /** What the one who asks may see; throws when they may not ask at all. */
  private rightsOf(question: WorkStream, staff: Directory): { readonly roles: string; readonly reach: () => Reach } {
    const { actor } = question.metadata;
    let reach: Reach | undefined;
    const found = () => (reach ??= reachOf(permissionOf(question), actor, staff));
    if (actor.kind !== 'staff') found();
    const roles = actor.kind === 'staff' ? (staff.rolesOf(actor.id) ?? []).join() : '';
    return { roles, reach: found };
  }
}

/** What came before a position is told no more: lists have it, and the stream goes on from there. */
const reset = (position: Position): LiveMessage => ({
  position,
  event: 'reset',
  data: { after: String(position), reload: ['/reminders', '/work/mine', '/work/team'] },
});

const isWithin = (reach: Reach, people: readonly string[]): boolean =>
  reach === 'all' || people.some((id) => reach.has(id));
