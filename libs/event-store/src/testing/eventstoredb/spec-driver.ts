import { randomUUID } from 'node:crypto';
import { type Readable } from 'node:stream';
import {
  EventStoreDBClient,
  jsonEvent,
  streamNameFilter,
  type AllStreamSubscription,
  type ResolvedEvent,
  type StreamingRead,
  type StreamSubscription,
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

export type Subscription = AllStreamSubscription | StreamSubscription;

/** The client's types of its streams name their events so narrowly that they no longer are streams. */
const streamOf = (subscription: Subscription) => subscription as unknown as Readable;

/** The next events of a subscription, which goes on. */
export function next(subscription: Subscription, count: number): Promise<ResolvedEvent[]> {
  const stream = streamOf(subscription);
  return new Promise((resolve, reject) => {
    const taken: ResolvedEvent[] = [];
    const take = (item: ResolvedEvent): void => {
      if (taken.push(item) < count) return;
      stream.pause();
      stream.off('data', take).off('error', reject);
      resolve(taken);
    };
    stream.on('data', take).on('error', reject);
  });
}

/** Resolves when a subscription tells this of itself. */
export const heard = (subscription: Subscription, name: 'confirmation' | 'caughtUp') =>
  new Promise<void>((resolve) => streamOf(subscription).once(name, resolve));

/** The error a subscription ends with. */
export const endOf = (subscription: Subscription): Promise<Error & { type?: string }> =>
  new Promise((resolve) => streamOf(subscription).once('error', resolve));

export const idsOf = (items: readonly { event?: { id: string } }[]) => items.map((item) => item.event?.id);

/** The error a call fails with. */
export const failure = (call: Promise<unknown>): Promise<Error & { type?: string; code?: number }> =>
  call.then(
    () => Promise.reject(new Error('did not fail')),
    (error: Error) => error,
  );

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
