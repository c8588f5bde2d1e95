import type { Event } from './message.js';
import { LogCorrupted } from './errors.js';

/** One step: data as version n held it → data as version n + 1 holds it. Append-only: never edit a step that shipped. */
export type Upcast = (data: never) => object;

/** For each event type, the steps by the version they start from. */
export type Upcasts = Readonly<Record<string, Readonly<Record<number, Upcast>>>>;

/** Fields that name or reach a person: encrypted under the key of the person whose id is in `person`. */
export interface PersonalFields<Data> {
  readonly person: keyof Data & string;
  readonly fields: readonly (keyof Data & string)[];
}

/** What the schema says of one event type. */
export interface EventType<Data = object> {
  readonly version: number;
  readonly upcast?: Readonly<Record<number, Upcast>>;
  readonly personal?: PersonalFields<Data>;
}

/** Everything a category of streams has ever held; the only place that knows versions. */
export interface EventSchema<E extends Event = Event> {
  readonly category: string;
  readonly types: { readonly [T in E['type']]: EventType<Extract<E, { type: T }>['data']> };
}

/** Any schema, whatever its events: what stores work with. */
export interface AnyEventSchema {
  readonly category: string;
  readonly types: Readonly<Record<string, AnyEventType>>;
}

export interface AnyEventType {
  readonly version: number;
  readonly upcast?: Readonly<Record<number, Upcast>>;
  readonly personal?: { readonly person: string; readonly fields: readonly string[] };
}

export const eventSchema = <E extends Event>(category: string, types: EventSchema<E>['types']): EventSchema<E> => {
  if (!/^[a-z][A-Za-z]*$/.test(category)) throw new Error(`a category is one word without a dash: ${category}`);
  return { category, types };
};

/** Looks a stored type up over all categories; names are unique over the whole product. */
export class EventTypes {
  private readonly byName = new Map<string, AnyEventType & { category: string }>();

  constructor(readonly schemas: readonly AnyEventSchema[]) {
    for (const { category, types } of schemas)
      for (const [name, type] of Object.entries(types)) {
        const other = this.byName.get(name);
        if (other) throw new Error(`event ${name} is in two schemas: ${other.category} and ${category}`);
        this.byName.set(name, { ...type, category });
      }
  }

  /** Throws LogCorrupted for a type no schema knows: skipping it would be a silent loss. */
  of(name: string): AnyEventType & { category: string } {
    const type = this.byName.get(name);
    if (!type) throw new LogCorrupted(`the log holds an event of unknown type ${name}; is this an older release?`);
    return type;
  }

  /** Data of a stored version in today's shape. */
  upcast(name: string, version: number, data: object): object {
    const type = this.of(name);
    if (version > type.version)
      throw new LogCorrupted(`event ${name} has version ${version}; this release knows ${type.version}`);
    let today = data;
    for (let v = version; v < type.version; v++) {
      const step = type.upcast?.[v];
      if (!step) throw new LogCorrupted(`event ${name} has no upcast from version ${v}`);
      today = step(today as never);
    }
    return today;
  }
}

/** What a personal field reads as once its person's key is gone. */
export const erased = '[erased]';
