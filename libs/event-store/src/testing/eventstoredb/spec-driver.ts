import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  jsonEvent,
  streamNameFilter,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import { EventStoreDouble, type EventStoreDoubleOptions } from './eventstore-double.js';

/** The double and the real client before it, for its specs. */
export interface Driven {
  readonly double: EventStoreDouble;
  readonly client: EventStoreDBClient;
  stop(): Promise<void>;
}

export async function drive(options: EventStoreDoubleOptions = {}): Promise<Driven> {
  const double = await EventStoreDouble.start(options);
  const client = EventStoreDBClient.connectionString(double.url);
  return {
    double,
    client,
    stop: async () => {
      await client.dispose();
      await double.stop();
    },
  };
}

export const event = (type = 'Tested', id: string = randomUUID(), data: Record<string, string> = {}) =>
  jsonEvent({ id, type, data });

/** As many events as asked for, all of one type. */
export const events = (count: number, type = 'Tested') => Array.from({ length: count }, () => event(type));

/** What no system writes. */
export const ours = () => streamNameFilter({ regex: '^[^$]' });

export async function all<Item>(read: StreamingRead<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of read) items.push(item);
  return items;
}

/** The next events of a subscription, which goes on. */
export function next(subscription: NodeJS.ReadableStream, count: number): Promise<ResolvedEvent[]> {
  return new Promise((resolve, reject) => {
    const taken: ResolvedEvent[] = [];
    const take = (item: ResolvedEvent): void => {
      if (taken.push(item) < count) return;
      subscription.pause();
      subscription.off('data', take).off('error', reject);
      resolve(taken);
    };
    subscription.on('data', take).on('error', reject);
  });
}

export const idsOf = (items: readonly { event?: { id: string } }[]) => items.map((item) => item.event?.id);

/** The error a promise or a stream ends with. */
export const failure = (
  of: Promise<unknown> | NodeJS.ReadableStream,
): Promise<Error & { type?: string; code?: number }> =>
  'then' in of
    ? of.then(
        () => Promise.reject(new Error('did not fail')),
        (error: Error) => error,
      )
    : new Promise((resolve) => of.on('error', resolve));

/** Calls until the client has noticed that its connection is gone and made a new one. */
export async function untilReachable<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === 20 || (error as { code?: number }).code !== 14) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
