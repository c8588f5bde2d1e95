import { parseMoney, type Money } from '@dealtrail/money';
import { Misuse } from '../failure.js';
import { closest } from '../terminal/closest.js';
import { resolve, type OpenApiDocument, type Schema } from './openapi.js';

/** One `field=value` or `field:=json` of the command line; `a.b=c` reaches into an object. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value: string;
  readonly json: boolean;
}

/** Reads one argument; throws `Misuse` when it is no assignment. */
export function assignment(text: string): Assignment {
  const match = /^([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)(:?=)(.*)$/s.exec(text);
  if (!match) throw new Misuse(`"${text}" is not field=value.`, 'For JSON values write field:=\'["a","b"]\'.');
  const [, name = '', sign, value = ''] = match;
  return { path: name.split('.'), value, json: sign === ':=' };
}

/** The object these assignments describe, typed by the schemas; a field given twice becomes a list where a list is meant. */
export function fieldsFrom(
  document: OpenApiDocument,
  schemas: Readonly<Record<string, Schema>>,
  assignments: readonly Assignment[],
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { path, value, json } of assignments) {
    const schema = schemaAt(document, schemas, path);
    put(fields, path, json ? fromJson(path, value) : typed(document, schema, path, value), isList(schema) && !json);
  }
  return fields;
}

/** Throws `Misuse` unless every field of the object is known; what a file brings is checked like what is typed. */
export function refuseUnknown(schemas: Readonly<Record<string, Schema>>, fields: object): void {
  for (const name of Object.keys(fields)) if (!schemas[name]) throw unknownField([name], Object.keys(schemas));
}

function schemaAt(
  document: OpenApiDocument,
  schemas: Readonly<Record<string, Schema>>,
  path: readonly string[],
): Schema {
  let known = schemas;
  let schema: Schema = {};
  for (const [depth, name] of path.entries()) {
    const next = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!next) throw unknownField(path.slice(0, depth + 1), Object.keys(known));
    schema = resolve(document, next);
    known = schema.properties ?? {};
  }
  return schema;
}

function unknownField(path: readonly string[], known: readonly string[]): Misuse {
  const near = closest(path.at(-1) ?? '', known).map((name) => [...path.slice(0, -1), name].join('.'));
  return new Misuse(
    `There is no field ${path.join('.')}.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known here: ${known.join(', ') || 'none'}`,
  );
}

const typesOf = ({ type }: Schema): readonly string[] => (typeof type === 'string' ? [type] : (type ?? []));
const isList = (schema: Schema): boolean => typesOf(schema).includes('array');

function typed(document: OpenApiDocument, schema: Schema, path: readonly string[], value: string): unknown {
  const field = path.join('.');
  const types = typesOf(schema);
  if (isList(schema)) {
    const items = schema.items ? resolve(document, schema.items) : {};
    return value === '' ? [] : value.split(',').map((one) => typed(document, items, path, one));
  }
  if (schema.enum && !schema.enum.some((allowed) => String(allowed) === value))
    throw new Misuse(`${field} cannot be "${value}".`, `It is one of: ${schema.enum.map(String).join(', ')}`);
  if (types.includes('number') || types.includes('integer')) {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number)) throw new Misuse(`${field} is a number, not "${value}".`);
    if (!types.includes('number') && !Number.isInteger(number))
      throw new Misuse(`${field} is a whole number, not "${value}".`);
    return number;
  }
  if (types.includes('boolean')) {
    if (value !== 'true' && value !== 'false') throw new Misuse(`${field} is true or false, not "${value}".`);
    return value === 'true';
  }
  if (types.includes('object') || schema.properties) {
    if (schema.properties?.['amount'] && schema.properties['currency']) return moneyFrom(field, value);
    const parts = Object.keys(schema.properties ?? {}).map((part) => `${field}.${part}=…`);
    throw new Misuse(`${field} is an object.`, `Write ${parts.join(' ') || `${field}:={…}`} or ${field}:='{…}'.`);
  }
  return value;
}

/** `1054.50 USD`: what people write for an amount in minor units. */
function moneyFrom(field: string, text: string): Money {
  const [, decimal = '', currency = ''] = /^(\S+) ([A-Z]{3})$/.exec(text) ?? [];
  try {
    return parseMoney(decimal, currency);
  } catch {
    throw new Misuse(`${field} is an amount of money, not "${text}".`, `Write ${field}="1054.50 USD".`);
  }
}

function fromJson(path: readonly string[], text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Misuse(`${path.join('.')}:= needs JSON, not "${text}".`, 'For plain text write = instead of :=.');
  }
}

function put(fields: Record<string, unknown>, path: readonly string[], value: unknown, list: boolean): void {
  let place = fields;
  for (const name of path.slice(0, -1)) {
    const inner = (place[name] ??= {});
    if (typeof inner !== 'object') throw new Misuse(`${path.join('.')}: ${name} already has a value.`);
    place = inner as Record<string, unknown>;
  }
  const last = path.at(-1) ?? '';
  const before = place[last];
  if (before === undefined) place[last] = value;
  else if (list && Array.isArray(before)) place[last] = [...(before as unknown[]), ...(value as unknown[])];
  else throw new Misuse(`${path.join('.')} is given twice.`);
}
