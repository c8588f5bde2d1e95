import type { Pool } from 'pg';
import type { Position, Recorded } from '@dealtrail/event-sourcing';

/** Why an event's reaction is not done: a refused command is told and left; what keeps failing waits for an operator. */
export type ReactionTrouble = 'refused' | 'parked';

/** A reaction an operator should look at. */
export interface TroubledReaction {
  readonly reaction: string;
  readonly eventId: string;
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly trouble: ReactionTrouble;
  readonly cause: string;
  readonly attempts: number;
  readonly firstSeen: string;
}

const tables = `
create schema if not exists reactions;
create table if not exists reactions.checkpoints (
  reaction text primary key,
  position bigint not null
);
create table if not exists reactions.trouble (
  reaction text not null,
  event_id uuid not null,
  position bigint not null,
  stream text not null,
  revision integer not null,
  trouble text not null check (trouble in ('refused', 'parked')),
  cause text not null,
  attempts integer not null default 1,
  first_seen timestamptz not null default now(),
  retry_asked boolean not null default false,
  primary key (reaction, event_id)
);`;

const columns = `reaction, event_id as "eventId", position::float8 as position, stream, revision, trouble, cause, attempts,
  to_char(first_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "firstSeen"`;

/** How far each reaction has come and what it could not do; kept in the schema `reactions`, apart from the read models. */
export class ReactionLog {
  constructor(private readonly pool: Pool) {}

  /** Makes the tables; two processes may do so at once. */
  async prepare(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query("select pg_advisory_xact_lock(hashtextextended('dealtrail reactions tables', 0))");
      await client.query(tables);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** The checkpoint of each reaction; one that is new begins at this position. */
  async checkpoints(reactions: readonly string[], head: Position): Promise<Map<string, Position>> {
    await this.pool.query(
      `insert into reactions.checkpoints select unnest($1::text[]), $2 on conflict (reaction) do nothing`,
      [reactions, head],
    );
    const { rows } = await this.pool.query<{ reaction: string; position: number }>(
      'select reaction, position::float8 as position from reactions.checkpoints where reaction = any($1)',
      [reactions],
    );
    return new Map(rows.map(({ reaction, position }) => [reaction, position]));
  }

  /** Never goes back: of two that believe to lead, the later position stands. */
  async advance(reactions: readonly string[], position: Position): Promise<void> {
    await this.pool.query('update reactions.checkpoints set position = $2 where reaction = any($1) and position < $2', [
      reactions,
      position,
    ]);
  }

  /** Notes what could not be done; again for the same event adds an attempt. */
  async note(reaction: string, event: Recorded, trouble: ReactionTrouble, cause: string): Promise<void> {
    await this.pool.query(
      `insert into reactions.trouble (reaction, event_id, position, stream, revision, trouble, cause)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (reaction, event_id) do update
       set trouble = excluded.trouble, cause = excluded.cause, attempts = reactions.trouble.attempts + 1, retry_asked = false`,
      [reaction, event.id, event.position, event.stream, event.revision, trouble, cause],
    );
  }

  /** Everything an operator should look at, oldest first. */
  async list(): Promise<readonly TroubledReaction[]> {
    const { rows } = await this.pool.query<TroubledReaction>(
      `select ${columns} from reactions.trouble order by reactions.trouble.position, reaction`,
    );
    return rows;
  }

  /** Asks the leader, whichever process that is, to try everything parked again. Returns how many. */
  async askRetry(): Promise<number> {
    const { rowCount } = await this.pool.query(
      `update reactions.trouble set retry_asked = true where trouble = 'parked'`,
    );
    return rowCount ?? 0;
  }

  /** Leaves one event for good and asks for what waited behind it in its stream; an event that is not there changes nothing. */
  async skip(reaction: string, stream: string, position: Position): Promise<{ folded: number; stillParked: number }> {
    const { rows } = await this.pool.query<{ waiting: string }>(
      `with skipped as (
         delete from reactions.trouble where reaction = $1 and stream = $2 and position = $3 returning event_id
       ), asked as (
         update reactions.trouble set retry_asked = true
         where reaction = $1 and stream = $2 and position > $3 and trouble = 'parked' and exists (select from skipped)
         returning event_id
       ) select (select count(*) from asked)::text as waiting`,
      [reaction, stream, position],
    );
    return { folded: 0, stillParked: Number(rows[0]?.waiting ?? 0) };
  }

  /** Takes back the asking for all of a stream: its first event has failed again, and the rest waits for it. */
  async waitOn(reaction: string, stream: string): Promise<void> {
    await this.pool.query('update reactions.trouble set retry_asked = false where reaction = $1 and stream = $2', [
      reaction,
      stream,
    ]);
  }

  /** What the leader was asked to try again, in order. */
  async asked(): Promise<readonly TroubledReaction[]> {
    const { rows } = await this.pool.query<TroubledReaction>(
      `select ${columns} from reactions.trouble where retry_asked order by reactions.trouble.position, reaction`,
    );
    return rows;
  }

  /** Takes an event off the list: it is done, or an operator has decided to leave it. */
  async settle(reaction: string, eventId: string, trouble?: ReactionTrouble): Promise<void> {
    await this.pool.query(
      'delete from reactions.trouble where reaction = $1 and event_id = $2 and trouble = coalesce($3, trouble)',
      [reaction, eventId, trouble ?? null],
    );
  }
}
