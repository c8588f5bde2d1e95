import { eventStream, type OperationInfo } from '@dealtrail/event-sourcing';
import { schemaOf, without, type Schema, type Schemas } from './openapi-schemas.js';
import { parametersOf, type Route } from './routes.js';

/** The OpenAPI 3.1 document of these routes: the same scan that refuses to serve a route without a permission. */
export function openApi(routes: readonly Route[], version: string): object {
  const schemas: Schemas = { CommandAnswer: commandAnswer, Csv: csv, LiveStream: liveStream, Problem: problem };
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: describe(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Dealtrail', version, description: 'Event-sourced sales management · 事件溯源銷售管理' },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer },
      schemas,
      responses: {
        Problem: {
          description: 'Problem details (RFC 9457)',
          content: { 'application/problem+json': { schema: reference('Problem') } },
        },
      },
    },
  };
}

function describe({ method, path, status, group, plan, operation }: Route, schemas: Schemas): object {
  const whole = schemaOf(plan, schemas);
  const inPath = parametersOf(path);
  const body = without(whole, inPath);
  const reads = method === 'get';
  const isContent = operation.content !== undefined;
  if (!reads && !isContent) schemas[plan.type.name] = body;
  const properties = whole.properties ?? {};
  const example = Object.fromEntries(Object.entries(operation.example).filter(([name]) => !inPath.includes(name)));
  const parameter = (place: string, name: string, required: boolean): object => ({
    name,
    in: place,
    required,
    schema: properties[name] ?? {},
    ...(operation.example[name] !== undefined && { example: operation.example[name] }),
  });
  const parameters = [
    ...inPath.map((name) => parameter('path', name, true)),
    ...(reads
      ? Object.keys(body.properties ?? {}).map((name) =>
          parameter('query', name, body.required?.includes(name) ?? false),
        )
      : []),
    ...(plan.isCommand ? commandHeaders : []),
    ...headersOf(operation),
  ];
  return {
    operationId: plan.type.name,
    summary: `${operation.en} · ${operation.zh}`,
    'x-title-en': operation.en,
    'x-title-zh': operation.zh,
    'x-kind': plan.isCommand ? 'command' : reads ? 'query' : 'batch',
    'x-permission': operation.allow,
    tags: [group],
    parameters,
    ...(!reads && {
      requestBody: isContent
        ? { required: true, content: binary(operation.content) }
        : { required: body.required !== undefined, content: json(reference(plan.type.name), example) },
    }),
    responses: {
      [status]: plan.isCommand ? commandResponse(operation) : status === 204 ? nothing : answerOf(operation),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT or API key',
  description:
    'A JWT of the identity provider (of the embedded run: `dealtrail token`) for people, or an API key for programs: ' +
    '`dt_<key id>_<secret>`, as `IssueApiKey` showed it.',
};

const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const json = (schema: Schema, example?: object): object => ({
  'application/json': { schema, ...(example && { example }) },
});

const binary = (mediaType: string): object => ({ [mediaType]: { schema: { type: 'string', format: 'binary' } } });

const answerOf = ({ answers, rows }: OperationInfo): object => ({
  description: 'The answer',
  content:
    answers === undefined
      ? { ...json({ type: 'object' }), ...(rows && asCsv) }
      : answers === eventStream
        ? { [eventStream]: { schema: reference('LiveStream') } }
        : binary(answers),
});

const nothing = { description: 'Done; the headers say the rest' };

const header = (name: string, description: string, schema: Schema, required = false): object => ({
  name,
  in: 'header',
  required,
  description,
  schema,
});

const headersOf = ({ headers = {} }: OperationInfo): readonly object[] =>
  Object.entries(headers).map(([name, { about, example, required }]) =>
    header(name, about, { type: 'string', examples: [example] }, required),
  );

const commandHeaders = [
  header('Idempotency-Key', 'The same key and body have one effect, for ever', {
    type: 'string',
    minLength: 1,
    maxLength: 200,
  }),
  header('If-Match', 'The revision you have seen, in quotes; 412 when it has moved on', {
    type: 'string',
    examples: ['"3"'],
  }),
  header('X-Correlation-Id', 'Ties what belongs together', { type: 'string', format: 'uuid' }),
];

const commandAnswer: Schema = {
  type: 'object',
  required: ['streamId', 'revision', 'position'],
  properties: {
    streamId: { type: 'string' },
    revision: { type: 'integer' },
    position: { type: 'string', description: 'Give it as `minPosition` to read what you wrote' },
  },
};

const commandResponse = ({ shows }: OperationInfo): object => ({
  description: 'Done, or done before',
  headers: { ETag: { description: 'The revision in quotes', schema: { type: 'string' } } },
  content: json(shows ? { allOf: [reference('CommandAnswer'), shown(shows)] } : reference('CommandAnswer')),
});

const shown = (members: Readonly<Record<string, string>>): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(members).map(([name, description]) => [name, { type: 'string', description }]),
  ),
});

const csv: Schema = {
  type: 'string',
  description:
    'A list as a file, with `Accept: text/csv`: every page of it from `cursor` on (`limit` does not count), at most 100,000 rows. ' +
    'RFC 4180 in UTF-8 with a byte order mark; the first line names the columns, a member of a member with a dot; lists are ' +
    'joined by semicolons, deeper values are JSON; text that a spreadsheet would take for a formula begins with an apostrophe. ' +
    'A refusal is a problem document; a list that is too long or fails on its way breaks the connection, so that what arrives ' +
    'whole is whole.',
};

const liveStream: Schema = {
  type: 'string',
  description:
    'Server-Sent Events. Each message has its position in the log as `id`, a kind as `event`, and JSON as `data`; it comes once. ' +
    'With the last id in `Last-Event-ID` (or `after`) the same question goes on from there, at any process. Comments are signs of ' +
    'life, some with an id that moves on. `event: reset` says that what came before its id is told no more, and in `reload` which ' +
    'lists to load anew; the stream goes on. `event: end` has the problem document of why it ended (the token, the right, a reader ' +
    'that was too slow, a process that stops), and is the last.',
};

const asCsv = { 'text/csv': { schema: reference('Csv') } };

const problem: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    details: {},
    requestId: { type: 'string' },
  },
};
