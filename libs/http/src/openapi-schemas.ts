import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { planOf, type MessageClass, type MessagePlan } from './message-class.js';

/** A JSON schema, as far as the document looks into it. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/** Schemas by name; filled as messages are described. */
export type Schemas = Record<string, Schema>;

/** Says a message's fields in JSON schema, without those the edge sets; adds the classes nested in it to `schemas`. */
export function schemaOf(plan: MessagePlan, schemas: Schemas): Schema {
  const {
    properties = {},
    required = [],
    ...rest
  } = targetConstructorToSchema(plan.type, {
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: '#/components/schemas/',
  }) as Schema;
  const left = ['metadata', plan.operation?.creates];
  const wanted = required.filter((name) => !left.includes(name) && name !== 'type');
  for (const { nested } of plan.properties.values()) if (nested) describe(nested, schemas);
  const { metadata: _metadata, ...shown } = properties;
  return {
    ...rest,
    type: 'object',
    properties: shown,
    ...(wanted.length > 0 && { required: wanted }),
    additionalProperties: false,
  };
}

function describe(type: MessageClass, schemas: Schemas): void {
  if (schemas[type.name]) return;
  schemas[type.name] = {}; // stands while its own parts are described: a class may hold itself
  schemas[type.name] = schemaOf(planOf(type), schemas);
}

/** The same schema without some of its properties. */
export function without(schema: Schema, names: readonly string[]): Schema {
  const { required = [], properties = {}, ...rest } = schema;
  const left = required.filter((name) => !names.includes(name));
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name))),
    ...(left.length > 0 && { required: left }),
  };
}
