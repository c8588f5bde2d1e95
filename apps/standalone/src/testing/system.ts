import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventStream, EventStore, systemClock, type Recorded } from '@dealtrail/event-sourcing';
import { testDatabase, type TestDatabase } from '@dealtrail/event-store/testing';
import { loadTokenKey, signToken } from '@dealtrail/http';
import type { Configuration } from '@dealtrail/runtime';
import { startStandalone, type Standalone } from '../standalone.js';
import { EventStoreProcess } from './eventstore-process.js';
import { Facts } from './facts.js';
import { testNamespace } from './temporal-namespace.js';

/** What came back. `body` is parsed JSON, or `{ text }` when it is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Sending {
  /** A staff id; without it no token is sent. */
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `TEST_EVENT_STORE=eventstoredb`: the log of each system is in an EventStoreDB of its own; else in its PostgreSQL. */
const eventStoreDb = process.env['TEST_EVENT_STORE'] === 'eventstoredb';

/** The whole product on a database and a namespace of its own, spoken to over HTTP as any client would. */
export class TestSystem {
  private stopped: Promise<void> | undefined;
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly log = new Facts(() => this.store);

  private constructor(
    private running: Configuration,
    readonly database: TestDatabase,
    public standalone: Standalone,
    private readonly double: EventStoreProcess | undefined,
  ) {}

  /** With these settings in place of the usual ones. */
  static async open(changed: Partial<Configuration> = {}): Promise<TestSystem> {
    const [database, { address, namespace }, dataDir] = await Promise.all([
      testDatabase(),
      testNamespace(),
      mkdtemp(join(tmpdir(), 'dealtrail-e2e-')),
    ]);
    const double = eventStoreDb ? await EventStoreProcess.start(dataDir) : undefined;
    const running: Configuration = {
      databaseUrl: database.url,
      eventstoreUrl: double?.url,
      dataDir,
      host: '127.0.0.1',
      port: 0,
      temporalAddress: address,
      temporalNamespace: namespace,
      logLevel: 'error',
      trustProxy: false,
      clock: systemClock,
      ...changed,
    };
    return new TestSystem(running, database, await startStandalone(running), double);
  }

  get url(): string {
    return this.standalone.url;
  }

  get configuration(): Configuration {
    return this.running;
  }

  /** Stops the product and starts it again on the same data, with these settings changed. */
  async restart(changed: Partial<Configuration> = {}): Promise<void> {
    await this.stop();
    this.running = { ...this.running, ...changed };
    this.standalone = await startStandalone(this.configuration);
    this.stopped = undefined;
  }

  /** Stops the product; its data stay. */
  stop(): Promise<void> {
    return (this.stopped ??= this.standalone.stop());
  }

  async close(): Promise<void> {
    await this.stop();
    await this.double?.stop();
    await this.database.drop();
    await rm(this.configuration.dataDir, { recursive: true });
  }

  /** The facts of the log by now, of this stream or these types where they are named. */
  facts(which?: { readonly stream?: string; readonly types?: readonly string[] }): Promise<readonly Recorded[]> {
    return this.log.by(which);
  }

  /** The position of the newest fact. */
  head(): Promise<number> {
    return this.store.head();
  }

  private get store(): EventStore {
    return this.standalone.app.get(EventStore, { strict: false });
  }

  /** A token that lives an hour. */
  token(staffId: string): Promise<string> {
    let token = this.tokens.get(staffId);
    if (!token) {
      token = loadTokenKey(this.configuration.dataDir).then((key) => signToken(key, staffId, 3_600, systemClock));
      this.tokens.set(staffId, token);
    }
    return token;
  }

  /** Asks again while a read model is behind the position that is asked for, as clients do. */
  async get(path: string, sending: Sending = {}): Promise<Answer> {
    for (const end = Date.now() + 60_000; ;) {
      const answer = await this.request('GET', path, sending);
      if (answer.body['code'] !== 'read-model-behind' || Date.now() > end) return answer;
    }
  }

  post(path: string, sending: Sending = {}): Promise<Answer> {
    return this.request('POST', path, sending);
  }

  async request(method: string, path: string, { as, body, headers }: Sending): Promise<Answer> {
    const cut = new AbortController();
    const response = await fetch(`${this.url}${path}`, {
      method,
      signal: cut.signal,
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${await this.token(as)}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    // A stream has no end to be waited for.
    const isLive = response.headers.get('content-type')?.startsWith(eventStream);
    const text = isLive ? '' : await response.text();
    if (isLive) cut.abort();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }

  /** Brings a text as a file; what commands refer to it by. */
  async upload(as: string, name: string, content: string): Promise<unknown> {
    const response = await fetch(`${this.url}/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.token(as)}`,
        'content-type': 'text/plain',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      },
      body: content,
    });
    const body = await response.text();
    if (response.status !== 201) throw new Error(`${name} was refused: ${response.status} ${body}`);
    return JSON.parse(body);
  }

  /** Posts again while it is answered that nothing could be taken now, as clients do. */
  async posted(path: string, sending: Sending): Promise<Answer> {
    for (const end = Date.now() + 60_000; ;) {
      const answer = await this.post(path, sending);
      const later = answer.status === 503 && answer.body['code'] !== 'append-outcome-unknown';
      if (!later || Date.now() > end) return answer;
      await delay(Number(answer.headers.get('retry-after') ?? 1) * 1_000);
    }
  }

  /** Posts and expects success. */
  async done(path: string, as: string, body: unknown = {}): Promise<Answer> {
    const answer = await this.posted(path, { as, body });
    if (answer.status >= 300) throw new Error(`${path} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}
