import { EventStore } from '@dealtrail/event-sourcing';
import { Overload, watchLoopDelay } from '@dealtrail/http';
import { Health, type EdgeLimits } from '@dealtrail/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** What the edge lets in, by how busy this process is. */
export interface Load {
  readonly overload: Overload;
  /** Shows it among the parts of the process, and watches until its server is closed. That it refuses makes it no less ready. */
  follow(app: NestFastifyApplication): void;
}

/** Watches the load from now on; `appendWait` is how long an append has been waiting, ms. */
export function watchLoad(limits: EdgeLimits, appendWait: () => number): Load {
  const loop = watchLoopDelay();
  const overload = new Overload(limits, { loopDelay: () => loop.ms, appendWait });
  return {
    overload,
    follow: (app) => {
      app.getHttpServer().once('close', () => loop.stop());
      const { streams } = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
      app.get(Health).add('load', () => ({ ready: true, ...overload.status(), streams: streams.size }));
    },
  };
}

/** How long the append that waits longest has waited for the event store of an application, ms. */
export const appendWaitIn = (app: NestFastifyApplication): number =>
  app.get<EventStore, { status(): { readonly waitedMs: number } }>(EventStore).status().waitedMs;
