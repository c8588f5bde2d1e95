import { systemClock, type Clock, type Directory } from '@dealtrail/event-sourcing';
import helmet from '@fastify/helmet';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyHttpOptions, type FastifyInstance, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { DestinationStream } from 'pino';
import { presentAnswers } from './answer.js';
import { CallerRateGuard, CallerRates, type CallerLimits } from './caller-rates.js';
import { acceptOnlyJson } from './json-body.js';
import { createLog, logRequests, NestLog } from './log.js';
import { OpenStreams, type StreamLimits, type StreamPace } from './open-streams.js';
import type { Overload } from './overload.js';
import { shedAtTheDoor } from './overload-edge.js';
import { serveDocument } from './openapi-page.js';
import { openApi } from './openapi.js';
import { PermissionGuard } from './permission.guard.js';
import { answerProblem, answerRaw, ProblemFilter } from './problem.filter.js';
import { scanRoutes } from './routes.js';
import { closeConnectionsWhenStopping, endStreamsWhenClosing } from './stopping.js';
import { TokenVerifier, type TokenIssuer } from './token.js';

export interface ApiOptions {
  readonly issuer: TokenIssuer;
  /** Staff as known now; may throw `Unavailable`. */
  readonly directory: () => Directory;
  /** The same, however old: for what operators ask while it cannot be read; default `directory`. */
  readonly lastKnown?: () => Directory;
  readonly clock?: Clock;
  /** pino's levels; default `info`. */
  readonly logLevel?: string;
  readonly logTo?: DestinationStream;
  /** Whether (or which) proxies in front may name the caller's address; default none. */
  readonly trustProxy?: boolean | string | readonly string[];
  /** When requests are refused for load; default never. */
  readonly overload?: Overload;
  /** How often one caller may ask; default as often as they like. */
  readonly callers?: CallerLimits;
  /** How many live answers may be open; default 500, 10 of one caller. */
  readonly streams?: StreamLimits;
  readonly streamPace?: StreamPace;
  /** Shown in the OpenAPI document. */
  readonly version?: string;
  /** Whether `/docs` and `/openapi.json` are served; default yes. */
  readonly docs?: boolean;
}

/** Bytes and ms. How long an answer may take is bounded where it waits: a timer per request costs a tenth of it. */
const limits = { body: 1_048_576, header: 16_384, parameter: 200, receiveMs: 30_000, idleMs: 72_000 };

/** Builds the HTTP application of a root module, ready to `listen` or `inject`; throws when a route has no permission. */
export async function createApiApplication(
  rootModule: Type | DynamicModule,
  options: ApiOptions,
): Promise<NestFastifyApplication> {
  const { clock = systemClock, directory, issuer, logLevel = 'info', logTo, trustProxy = false, docs = true } = options;
  const log = createLog(logLevel, logTo);
  const server: FastifyHttpOptions<Server> = {
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    bodyLimit: limits.body,
    requestTimeout: limits.receiveMs,
    keepAliveTimeout: limits.idleMs,
    trustProxy: typeof trustProxy === 'object' ? [...trustProxy] : trustProxy,
    routerOptions: { maxParamLength: limits.parameter },
    http: { maxHeaderSize: limits.header },
    clientErrorHandler: answerRaw,
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  };
  const adapter = new FastifyAdapter(server);
  const app = await NestFactory.create<NestFastifyApplication>(rootModule, adapter, {
    logger: new NestLog(log),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.decorateRequest('edge');
  fastify.addHook('onRequest', (request, reply, done) => {
    request.edge = { now: clock.now() };
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
    done();
  });
  acceptOnlyJson(fastify);
  presentAnswers(fastify);
  logRequests(fastify);
  closeConnectionsWhenStopping(fastify);
  if (options.overload) shedAtTheDoor(fastify, options.overload);
  await app.register(helmet, { contentSecurityPolicy: { directives: pagePolicy } });
  const guard = new PermissionGuard(new TokenVerifier(issuer), directory, options.lastKnown);
  fastify.decorate('streams', new OpenStreams(options.streams, options.streamPace));
  fastify.decorate('mayGoOn', (handler: object, request: FastifyRequest) =>
    guard.allows(handler, request, clock.now()),
  );
  endStreamsWhenClosing(fastify);
  app.useGlobalGuards(options.callers ? new CallerRateGuard(guard, new CallerRates(options.callers)) : guard);
  app.useGlobalFilters(new ProblemFilter());
  const document = openApi(scanRoutes(app), options.version ?? '0.0.0');
  if (docs) serveDocument(app, document);
  return app;
}

/** The documentation page runs its own scripts and styles; over plain HTTP on the own machine nothing may be upgraded. */
const pagePolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  upgradeInsecureRequests: null,
};

/** The caller's own id when it is a plain one, so that logs of both sides meet. */
const requestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
