import 'reflect-metadata';
import { eventStream, InvalidInput, type FieldError } from '@dealtrail/event-sourcing';
import { createParamDecorator, HttpCode, UseInterceptors, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CsvDownload } from './csv-download.js';
import { EventStream } from './event-stream.js';
import { fault, hostileInput, mostFaults } from './hostile-input.js';
import {
  converted,
  instanceOf,
  isObject,
  planOf,
  type Fields,
  type MessageClass,
  type MessagePlan,
} from './message-class.js';
import { requestMetadata } from './request-metadata.js';
import { Unauthenticated } from './unauthenticated.js';

const messages = new WeakMap<object, MessageClass>();
const publicHandlers = new WeakSet<object>();

/** The class of a route's message, by the route's handler function. */
export const messageOf = (handler: object): MessageClass | undefined => messages.get(handler);

/** Whether a handler function needs no identity. */
export const isPublic = (handler: object): boolean => publicHandlers.has(handler);

/** A route anyone may call: health, documentation, the root page. */
export const Public = (): MethodDecorator => (_target, _name, descriptor) => {
  publicHandlers.add(descriptor.value as object);
};

const Message = createParamDecorator((type: MessageClass, context: ExecutionContext) =>
  messageFrom(type, context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * Makes the parameter's class from body (or query string) and path, with who and when, validated. The route's permission is
 * the class's `@Operation`; what creates something answers 201, all else 200; what answers rows can be downloaded.
 */
export const FromRequest = (): ParameterDecorator => (target, name, index) => {
  const route = `${target.constructor.name}.${String(name)}`;
  if (name === undefined)
    throw new Error(`@FromRequest() belongs to a route's parameter, not to the constructor of ${route}`);
  const types = Reflect.getMetadata('design:paramtypes', target, name) as (MessageClass | undefined)[];
  const type = types[index];
  if (!type || type === Object) throw new Error(`${route}: the class of its parameter must be imported as a value`);
  const descriptor = Object.getOwnPropertyDescriptor(target, name) as PropertyDescriptor;
  const handler = descriptor.value as object;
  if (messages.has(handler)) throw new Error(`${route} takes two messages from one request`);
  messages.set(handler, type);
  const plan = planOf(type);
  const { answers, creates, rows } = plan.operation ?? {};
  HttpCode(creates ? 201 : 200)(target, name, descriptor);
  if (rows) UseInterceptors(new CsvDownload(plan, rows))(target, name, descriptor);
  if (answers === eventStream) UseInterceptors(new EventStream())(target, name, descriptor);
  Message(type)(target, name, index);
};

/** The message of a request; throws `InvalidInput` with everything that is wrong with it. */
export function messageFrom(type: MessageClass, request: FastifyRequest): object {
  const { edge } = request;
  if (!edge.actor) throw new Unauthenticated('token-missing');
  const plan = planOf(type);
  const errors: FieldError[] = [];
  const fields = fieldsOf(plan, request, errors);
  // Whoever was cut off asks by the same address again, and says in the header how far they are by now.
  const reached = plan.operation?.answers === eventStream ? request.headers['last-event-id'] : undefined;
  if (reached !== undefined) fields['after'] = reached;
  errors.push(...hostileInput(fields));
  const { metadata, createdId } = requestMetadata(request, edge.actor, errors);
  const creates = plan.operation?.creates;
  if (creates && fields[creates] === undefined) fields[creates] = createdId(type.name);
  edge.operation = type.name;
  if (plan.isCommand) edge.commandId = metadata.commandId;
  return Object.assign(instanceOf(plan, fields, errors), { metadata });
}

/** Body or query string, then the path, which wins; fields only the edge may set are refused. */
function fieldsOf(plan: MessagePlan, { method, body, query, params }: FastifyRequest, errors: FieldError[]): Fields {
  const asked = query as Fields;
  const reads = method === 'GET' || method === 'HEAD';
  if (!reads && body !== undefined && !isObject(body))
    throw new InvalidInput([{ field: '', code: 'not-an-object', message: 'the body must be a JSON object' }]);
  const fields: Fields = {};
  const take = (source: Fields, convert: boolean): void => {
    for (const [name, value] of Object.entries(source))
      define(fields, name, convert ? converted(plan.properties.get(name)?.declared, value) : value);
  };
  if (reads) take(asked, true);
  else {
    if (isObject(body)) take(body, false);
    for (const name of Object.keys(asked).slice(0, mostFaults))
      errors.push(fault(name, 'not-in-the-query', 'belongs into the body'));
  }
  for (const [name, text] of Object.entries(params as Fields)) {
    const value = converted(plan.properties.get(name)?.declared, text);
    if (fields[name] !== undefined && fields[name] !== value)
      errors.push(fault(name, 'contradicts-path', 'says something else than the path'));
    fields[name] = value;
  }
  for (const name of ['metadata', 'occurredAt'])
    if (Object.hasOwn(fields, name) && (name === 'metadata' || !plan.properties.has(name))) {
      errors.push(fault(name, 'not-from-outside', 'is set by the server'));
      delete fields[name];
    }
  return fields;
}

/** Plain assignment of `__proto__` would change the prototype instead of showing the field to those who refuse it. */
const define = (fields: Fields, name: string, value: unknown): void => {
  Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
};
