import 'reflect-metadata';
import { InvalidInput, operationOf, type FieldError, type OperationInfo } from '@dealtrail/event-sourcing';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, validateSync, ValidationTypes } from 'class-validator';
import { fieldErrors } from './field-errors.js';
import { fault, fieldPath, isReserved, mostFaults } from './hostile-input.js';

/** A command or query class, constructed without arguments. */
export type MessageClass = new () => object;

/** Fields as they came, before anything is believed about them. */
export type Fields = Record<string, unknown>;

interface Property {
  /** As TypeScript declared it; decides how the text of a query or path is converted. */
  readonly declared: unknown;
  /** `@IsOptional`: may be left out, but `null` is no way of leaving out. */
  readonly optional: boolean;
  /** `@IsOptional` or `@ValidateIf`: whether it is wanted at all depends. */
  readonly conditional: boolean;
  /** `@IsUUID`: means the same in capital letters, and is kept in small ones (RFC 9562). */
  readonly uuid: boolean;
  /** The class of `@ValidateNested` values. */
  readonly nested: MessageClass | undefined;
}

/** What the decorators of a message class say, read once per class. */
export interface MessagePlan {
  readonly type: MessageClass;
  readonly properties: ReadonlyMap<string, Property>;
  readonly operation: OperationInfo | undefined;
  /** A command carries its own name in `type`; a query does not. */
  readonly isCommand: boolean;
}

const plans = new Map<MessageClass, MessagePlan>();

export function planOf(type: MessageClass): MessagePlan {
  const known = plans.get(type);
  if (known) return known;
  const properties = new Map<string, Property>();
  for (const { propertyName, type: kind, name } of getMetadataStorage().getTargetValidationMetadatas(
    type,
    '',
    true,
    false,
  )) {
    const before = properties.get(propertyName);
    const declared: unknown = Reflect.getMetadata('design:type', type.prototype as object, propertyName);
    const isNested = kind === ValidationTypes.NESTED_VALIDATION;
    properties.set(propertyName, {
      declared,
      optional: before?.optional === true || name === 'isOptional',
      conditional: before?.conditional === true || kind === ValidationTypes.CONDITIONAL_VALIDATION,
      uuid: before?.uuid === true || name === 'isUuid',
      nested: before?.nested ?? (isNested ? nestedClass(type, propertyName, declared) : undefined),
    });
  }
  const plan = { type, properties, operation: operationOf(type), isCommand: 'type' in new type() };
  plans.set(type, plan);
  return plan;
}

/** From class-transformer's `@Type`, or from the declaration when that is a class of its own. */
function nestedClass(type: MessageClass, property: string, declared: unknown): MessageClass {
  const stated = defaultMetadataStorage.findTypeMetadata(type, property)?.typeFunction() as MessageClass | undefined;
  const nested =
    stated ?? (declared === Array || declared === Object ? undefined : (declared as MessageClass | undefined));
  if (!nested) throw new Error(`${type.name}.${property} is nested but does not say with @Type what it holds`);
  return nested;
}

/** Text of a query string or path as the property's declared type; what does not fit stays for validation to refuse. */
export function converted(declared: unknown, text: unknown): unknown {
  if (declared === Array) return Array.isArray(text) ? text : [text];
  if (typeof text !== 'string') return text;
  if (declared === Number && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return Number(text);
  if (declared === Boolean && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

/** An instance with these fields, valid by its decorators. Throws `InvalidInput` with every error, those found before included. */
export function instanceOf(plan: MessagePlan, fields: Fields, errors: FieldError[] = []): object {
  const instance = build(plan, fields, '', errors);
  const found = validateSync(instance, { forbidUnknownValues: true });
  if (found.length > 0) {
    const told = new Set(errors.map(({ field }) => field));
    for (const error of fieldErrors(found)) if (!told.has(error.field)) errors.push(error);
  }
  if (errors.length > 0) {
    const each = new Map(errors.map((error) => [`${error.field} ${error.code}`, error]));
    throw new InvalidInput([...each.values()].slice(0, mostFaults));
  }
  return instance;
}

function build(plan: MessagePlan, fields: Fields, path: string, errors: FieldError[]): object {
  const instance = new plan.type() as Fields;
  for (const [name, value] of Object.entries(fields)) {
    if (isReserved(name)) continue; // already refused as hostile
    const property = plan.properties.get(name);
    const field = fieldPath(path, name);
    if (!property) errors.push(fault(field, 'unknown-field', 'is no field of this message'));
    else if (value === null && property.optional)
      errors.push(fault(field, 'is-null', 'must be left out rather than null'));
    else if (property.nested) instance[name] = buildNested(property, property.nested, value, field, errors);
    else instance[name] = property.uuid && typeof value === 'string' ? value.toLowerCase() : value;
  }
  for (const [name, { nested, conditional }] of plan.properties)
    if (nested && !conditional && instance[name] === undefined && fields[name] === undefined)
      errors.push(fault(fieldPath(path, name), 'missing', 'must be given'));
  return instance;
}

/** class-validator takes a list for an object and an object for a list; the declared type decides here. */
function buildNested(
  { declared }: Property,
  type: MessageClass,
  value: unknown,
  field: string,
  errors: FieldError[],
): unknown {
  const plan = planOf(type);
  const one = (item: unknown, at: string): unknown => {
    if (isObject(item)) return build(plan, item, at, errors);
    errors.push(fault(at, 'not-an-object', 'must be an object'));
    return undefined;
  };
  if (declared !== Array) return one(value, field);
  if (Array.isArray(value)) return value.map((item, index) => one(item, `${field}[${index}]`));
  errors.push(fault(field, 'not-a-list', 'must be a list'));
  return undefined;
}

export const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
