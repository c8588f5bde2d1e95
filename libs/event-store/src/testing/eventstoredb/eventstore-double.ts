import { randomUUID } from 'node:crypto';
import { freePort } from '@dealtrail/event-sourcing/testing';
import { Connections } from './connections.js';
import { Faults } from './faults.js';
import { Log } from './log.js';
import { type GrpcServer } from './grpc-server.js';

export interface EventStoreDoubleOptions {
  /** A free one where none is given. */
  readonly port?: number;
  /** Whether the client may append by `BatchAppend`, as every server since 21.6 lets it; default true. */
  readonly batchAppend?: boolean;
}

/**
 * An EventStoreDB in this process, for tests: the real client talks to it over gRPC, and faults can be told to it.
 *
 * It behaves as the server's sources (Streams.Append, Streams.BatchAppend, Streams.Read, IndexWriter and the enumerators of
 * EventStoreDB 22 to 24) and what the client's code expects say; it was never compared with a running server. It keeps no
 * access control, no links, no metadata of streams, no deletes, no persistent subscriptions and no projections.
 */
export class EventStoreDouble {
  readonly faults = new Faults();
  /** What is stored: for a test to look at, and to write what others would (`$` streams). */
  readonly log = new Log();
  /** Events handed to the connections of clients so far: how far ahead of a slow reader the double runs. */
  sent = 0;
  private readonly connections: Connections;
  private server: GrpcServer | undefined;
  private taken = 0;

  private constructor(private readonly options: EventStoreDoubleOptions) {
    this.connections = new Connections((socket) => this.server?.join(socket));
  }

  static async start(options: EventStoreDoubleOptions = {}): Promise<EventStoreDouble> {
    const double = new EventStoreDouble(options);
    await double.listen();
    // No server is empty: this is how a new one begins.
    double.writeSystemEvents(1, `$$$stats-127.0.0.1:${double.port}`, '$metadata');
    return double;
  }

  get port(): number {
    return this.taken;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** The same by way of gossip. */
  get discoverUrl(): string {
    return `esdb+discover://127.0.0.1:${this.port}?tls=false`;
  }

  /** An outage: cuts every connection and refuses new ones; the data stay. */
  async stop(): Promise<void> {
    await this.connections.close();
    this.server?.stop();
    this.server = undefined;
    this.log.forgetRecent();
  }

  /** The return: the same data on the same port. */
  async restart(): Promise<void> {
    if (this.server) await this.stop();
    await this.listen();
  }

  /** What the server writes by itself between everybody else's events: its statistics. */
  writeSystemEvents(count = 1, stream = `$stats-127.0.0.1:${this.port}`, type = '$statsCollected'): void {
    for (let written = 0; written < count; written++) {
      const data = Buffer.from(JSON.stringify({ 'proc-id': process.pid, written }));
      const event = { id: randomUUID(), type, contentType: 'application/json', data, metadata: new Uint8Array() };
      this.log.append(stream, 'any', [event]);
    }
  }

  private async listen(): Promise<void> {
    // Loaded here, as most specs that import the test kit need no gRPC.
    const { grpcServer } = await import('./grpc-server.js');
    this.server = grpcServer(this, this.connections, this.options.batchAppend ?? true);
    this.taken = await this.connections.open(this.taken || (this.options.port ?? (await freePort())));
  }
}
