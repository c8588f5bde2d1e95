import { closest } from '../terminal/closest.js';
import { Misuse } from '../failure.js';

/** The part of JSON Schema the API's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly description?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface PathOperation {
  readonly operationId?: string;
  readonly summary?: string;
  /** What the API itself says it is; else the method tells. */
  readonly 'x-kind'?: 'command' | 'query' | 'batch';
  readonly parameters?: readonly Parameter[];
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
  };
}

/** What `/openapi.json` answers. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PathOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** A command or query of the API, ready to be filled. */
export interface ApiOperation {
  readonly name: string;
  readonly summary?: string;
  readonly kind: 'command' | 'query' | 'batch';
  /** Upper case. */
  readonly method: string;
  /** With `{placeholders}`. */
  readonly path: string;
  readonly inPath: Readonly<Record<string, Schema>>;
  readonly inQuery: Readonly<Record<string, Schema>>;
  readonly inBody: Readonly<Record<string, Schema>>;
  readonly example?: unknown;
  /** Whether it answers a list that can be had as CSV. */
  readonly csv: boolean;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every operation of the document that has a name and can be sent as fields and answered in JSON. */
export function operationsOf(document: OpenApiDocument): readonly ApiOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      if (!operation?.operationId || !isPlain(operation)) return [];
      return [operationOf(document, path, method, operation, operation.operationId)];
    }),
  );
}

/** Contents of files, and what a protocol of its own wants in headers, are for `upload` and other clients. */
const isPlain = ({ parameters = [], requestBody, responses = {} }: PathOperation): boolean =>
  inJson(requestBody?.content) &&
  Object.entries(responses).every(([status, { content }]) => !status.startsWith('2') || inJson(content)) &&
  !parameters.some(({ in: place, required }) => place === 'header' && required);

const inJson = (content: Readonly<Record<string, unknown>> | undefined): boolean =>
  content === undefined || 'application/json' in content;

/** The operation of this name; throws `Misuse` with the nearest names. */
export function findOperation(document: OpenApiDocument, name: string, kind: 'command' | 'query'): ApiOperation {
  const operations = operationsOf(document).filter((operation) => (operation.kind === 'query') === (kind === 'query'));
  const found = operations.find((operation) => operation.name === name);
  if (found) return found;
  const names = operations.map((operation) => operation.name);
  const near = closest(name, names);
  throw new Misuse(
    `There is no ${kind} ${name} in this API.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It has: ${names.sort().join(', ')}`,
  );
}

function operationOf(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: PathOperation,
  name: string,
): ApiOperation {
  const parameters = (place: string): Record<string, Schema> =>
    Object.fromEntries(
      (operation.parameters ?? [])
        .filter((parameter) => parameter.in === place)
        .map((parameter) => [parameter.name, parameter.schema ?? {}]),
    );
  const body = operation.requestBody?.content?.['application/json'];
  return {
    name,
    kind: operation['x-kind'] ?? (method === 'get' ? 'query' : 'command'),
    ...(operation.summary && { summary: operation.summary }),
    method: method.toUpperCase(),
    path,
    inPath: parameters('path'),
    inQuery: parameters('query'),
    inBody: body?.schema ? propertiesOf(document, body.schema) : {},
    ...(body?.example !== undefined && { example: body.example }),
    csv: operation.responses?.['200']?.content?.['text/csv'] !== undefined,
  };
}

/** The schema itself, references followed; of alternatives the first that is not null. */
export function resolve(document: OpenApiDocument, schema: Schema): Schema {
  if (schema.$ref) {
    const target = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    return target ? resolve(document, target) : {};
  }
  const alternatives = schema.anyOf ?? schema.oneOf;
  const first = alternatives?.find(({ type }) => type !== 'null');
  if (first) return resolve(document, first);
  if (schema.allOf)
    return schema.allOf
      .map((part) => resolve(document, part))
      .reduce((all, part) => ({ ...all, ...part, properties: { ...all.properties, ...part.properties } }), schema);
  return schema;
}

/** The fields of an object schema by name. */
export const propertiesOf = (document: OpenApiDocument, schema: Schema): Readonly<Record<string, Schema>> =>
  resolve(document, schema).properties ?? {};
