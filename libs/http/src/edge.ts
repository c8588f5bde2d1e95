import type { Actor, Instant } from '@dealtrail/event-sourcing';
import type { OpenStreams } from './open-streams.js';

/** What the edge knows of one request while it is served, and what its log line says in the end. */
export interface Edge {
  /** When the request came; the one reading of the clock behind everything it does. */
  readonly now: Instant;
  /** Undefined on public routes and until the token is verified. */
  actor?: Actor;
  /** The command's or query's name. */
  operation?: string;
  commandId?: string;
  /** Why it was refused. */
  code?: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    streams: OpenStreams;
    /** Asks of a request that is still answered what was asked when it came: whose token it is, and whether they may. */
    mayGoOn: (handler: object, request: FastifyRequest) => boolean | Promise<boolean>;
  }
  interface FastifyRequest {
    edge: Edge;
  }
}
