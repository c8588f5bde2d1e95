import { DomainError, type LiveAnswer, type LiveMessage, type Position } from '@dealtrail/event-sourcing';
import { StreamableFile, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { StreamPace } from './open-streams.js';
import { languageOf } from './problem-titles.js';
import { problemOf, refusalOf } from './problem.js';

/** Bytes that may wait for the reader. */
const room = 65_536;

/** Readers that were ended at the same moment do not come back at the same moment, ms. */
const comeBack = { least: 1_000, most: 3_000 };

/** Answers a question that goes on as Server-Sent Events: each message with its position as its id. */
export class EventStream implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const ask = () => lastValueFrom(next.handle() as Observable<LiveAnswer>);
    return from(open(context.getHandler(), http.getRequest<FastifyRequest>(), reply, ask));
  }
}

/** What is wrong with the question is a problem like any other; from then on an end is told in the stream. */
async function open(
  handler: object,
  request: FastifyRequest,
  reply: FastifyReply,
  ask: () => Promise<LiveAnswer>,
): Promise<StreamableFile> {
  const { actor } = request.edge;
  if (!actor) throw new Error('nobody has asked');
  const answer = await ask();
  const { streams, mayGoOn } = request.server;
  const body = new LiveBody(request, streams.pace, () => mayGoOn(handler, request));
  const leave = streams.enter(actor, (why) => body.finish(why));
  const isGone = reply.raw.closed; // while it was asked
  if (isGone) leave();
  reply.raw.once('close', () => {
    leave();
    body.destroy();
    if (!reply.raw.writableFinished) logCut(request); // that it was answered is logged elsewhere
  });
  if (isGone || request.method === 'HEAD') body.push(null);
  else void body.follow(answer);
  // When it ends, nothing else is asked over its connection: a server that stops waits for no idle one.
  void reply.headers({ connection: 'close', 'x-accel-buffering': 'no' });
  return new StreamableFile(body, { type: 'text/event-stream; charset=utf-8' });
}

const logCut = ({ log, edge: { actor, operation, code }, routeOptions: { url } }: FastifyRequest): void =>
  log.info({ route: url, actor: actor && `${actor.kind}/${actor.id}`, operation, code }, 'stream cut');

/** The text of one stream as it comes about; whoever takes it too slowly is dropped. */
class LiveBody extends Readable {
  private readonly ending = new AbortController();
  private heart: NodeJS.Timeout | undefined;
  private position: Position | undefined;
  private taken: (() => void) | undefined;

  constructor(
    private readonly request: FastifyRequest,
    private readonly pace: StreamPace,
    private readonly permitted: () => boolean | Promise<boolean>,
  ) {
    super({ highWaterMark: room });
  }

  override _read(): void {
    this.taken?.();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearInterval(this.heart);
    this.ending.abort();
    done(error);
  }

  async follow(answer: LiveAnswer): Promise<void> {
    this.heart = setInterval(() => void this.beat(), this.pace.heartbeat);
    try {
      await this.say(`retry: ${randomInt(comeBack.least, comeBack.most + 1)}\n`);
      for await (const { messages, position } of answer(this.ending.signal)) {
        if (messages.length > 0) await this.permitted();
        for (const message of messages) {
          await this.say(framed(message));
          this.position = message.position;
        }
        // The first says where it begins, so that whoever is cut off before anything came may resume too.
        if (this.position === undefined) await this.say(reached(position));
        this.position = position;
      }
    } catch (error) {
      this.finish(error);
    }
  }

  /** Says why, and ends; what was said before is still there to be read. */
  finish(why: unknown): void {
    if (this.ending.signal.aborted) return;
    const refusal = refusalOf(why);
    const { request } = this;
    if (refusal.status === 500) request.log.error({ err: why }, 'unforeseen error');
    request.edge.code = refusal.code;
    const problem = problemOf(refusal, request.id, languageOf(request.headers['accept-language']));
    this.push(`event: end\ndata: ${JSON.stringify(problem)}\n\n`);
    this.push(null);
    this.ending.abort();
    clearInterval(this.heart);
    setTimeout(() => this.destroy(), this.pace.grace).unref();
  }

  /** Nobody waits behind a comment, and one that carries an id moves the reader on without telling it anything. */
  private async beat(): Promise<void> {
    try {
      await this.permitted();
      const isFull = this.readableLength >= this.readableHighWaterMark;
      if (this.position !== undefined && !isFull && !this.ending.signal.aborted)
        this.push(`:\n${reached(this.position)}`);
    } catch (error) {
      this.finish(error);
    }
  }

  private async say(text: string): Promise<void> {
    const { signal } = this.ending;
    if (signal.aborted || this.push(text)) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (then: () => void) => () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', ended);
        this.taken = undefined;
        then();
      };
      const ended = settle(resolve);
      const timer = setTimeout(
        settle(() => reject(new DomainError('reader-too-slow'))),
        this.pace.patience,
      );
      this.taken = settle(resolve);
      signal.addEventListener('abort', ended);
    });
  }
}

const reached = (position: Position): string => `id: ${position}\n\n`;
const framed = ({ position, event, data }: LiveMessage): string =>
  `id: ${position}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
