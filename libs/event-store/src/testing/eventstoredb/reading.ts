import { once } from 'node:events';
import { type ServerWritableStream, type StatusObject } from '@grpc/grpc-js';
import { type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** A read or a subscription while it lasts. */
export class Reading {
  private readonly over = new AbortController();
  /** Aborted when the client is gone, or was told that it is over. */
  readonly ended: AbortSignal = this.over.signal;

  constructor(
    private readonly call: ReadCall,
    private readonly sent: () => void,
  ) {
    call.on('cancelled', () => this.over.abort());
    call.on('close', () => this.over.abort());
  }

  /** Writes as fast as the client reads: what it has not taken must not pile up here. */
  async write(message: ReadResp): Promise<void> {
    this.ended.throwIfAborted();
    if (message.hasEvent()) this.sent();
    if (!this.call.write(message)) await once(this.call, 'drain', { signal: this.ended });
  }

  end(): void {
    if (!this.ended.aborted) this.call.end();
  }

  fail(status: StatusObject): void {
    if (this.ended.aborted) return;
    this.call.emit('error', status);
    this.over.abort();
  }
}
