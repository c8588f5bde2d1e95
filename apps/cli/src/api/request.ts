import { Misuse } from '../failure.js';
import type { ApiRequest } from './api-client.js';
import { fieldsFrom, refuseUnknown, type Assignment } from './fields.js';
import type { ApiOperation, OpenApiDocument } from './openapi.js';

/** A command's or query's request from what the caller wrote; typed fields win over those of a file. */
export function requestFor(
  document: OpenApiDocument,
  operation: ApiOperation,
  assignments: readonly Assignment[],
  fromFile: Readonly<Record<string, unknown>> = {},
): ApiRequest {
  const schemas = { ...operation.inBody, ...operation.inQuery, ...operation.inPath };
  refuseUnknown(schemas, fromFile);
  const fields = { ...fromFile, ...fieldsFrom(document, schemas, assignments) };
  if (fields['type'] !== undefined && operation.inBody['type'] && fields['type'] !== operation.name)
    throw new Misuse(`The file holds a ${String(fields['type'])}, not a ${operation.name}.`);

  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields[name];
    delete fields[name];
    if (value === undefined || value === '')
      throw new Misuse(`${operation.name} needs ${name}=…`, `It is part of the address ${operation.path}.`);
    return encodeURIComponent(String(value));
  });
  return operation.method === 'GET'
    ? { method: 'GET', path, query: fields }
    : { method: operation.method, path, body: fields };
}
