import type { Command, CommandMetadata } from './message.js';
import type { Permission } from './permission.js';
import type { Intention } from './reaction.js';
import type { Rows } from './rows.js';

/** A header that one operation takes, beside those of all commands. */
export interface HeaderInfo {
  readonly about: string;
  readonly example: string;
  readonly required?: boolean;
}

/** What people and programs are told of a command or query, and who may use it. */
export interface OperationInfo {
  /** Titles, e.g. `登記商機` and `Register a deal`. */
  readonly zh: string;
  readonly en: string;
  readonly allow: Permission;
  /** The id field that a creating command may leave out; the edge then derives it from actor, type and idempotency key. */
  readonly creates?: string;
  /** Of a query that answers a list: the list as a table, for downloads. */
  readonly rows?: Rows;
  /** The media type (or range) of a body that is content rather than fields, e.g. a file. */
  readonly content?: string;
  /** The same of an answer. */
  readonly answers?: string;
  /** Members of a command's answer beside the usual ones, and what each is. */
  readonly shows?: Readonly<Record<string, string>>;
  /** By name, as they are written. */
  readonly headers?: Readonly<Record<string, HeaderInfo>>;
  /** Answered by the staff as last known while they cannot be read: for those who look after what keeps them from being read. */
  readonly whileBlind?: true;
  /** A body (or parameters) that works. */
  readonly example: Readonly<Record<string, unknown>>;
}

export type OperationClass = abstract new (...args: never[]) => object;

const operations = new WeakMap<OperationClass, OperationInfo>();

/** Class decorator: a command or query without it has no permission, and a route for it fails at boot. */
export const Operation =
  (info: OperationInfo) =>
  (target: OperationClass): void => {
    operations.set(target, info);
  };

export const operationOf = (target: OperationClass): OperationInfo | undefined => operations.get(target);

/** Who may send this message, as its class says; a class without `@Operation` is a programming error. */
export function permissionOf(message: object): Permission {
  const operation = operationOf(message.constructor as OperationClass);
  if (!operation) throw new Error(`${message.constructor.name} states no permission`);
  return operation.allow;
}

/** A command class as contexts list them: constructed without arguments, `type` is its own name. */
export type CommandClass = new () => Command;

/** All command classes of a process by name: the single registry behind activities, imports and the catalogue. */
export class CommandRegistry {
  private readonly byName: ReadonlyMap<string, CommandClass>;

  constructor(readonly classes: readonly CommandClass[]) {
    this.byName = new Map(classes.map((type) => [type.name, type]));
    if (this.byName.size !== classes.length) throw new Error('two commands share a name');
  }

  find(name: string): CommandClass | undefined {
    return this.byName.get(name);
  }

  /** An instance with these fields; not validated: what comes from outside goes through the edge. */
  create(intention: Intention, metadata: CommandMetadata): Command {
    const type = this.byName.get(intention.type);
    if (!type) throw new Error(`no command is called ${intention.type}`);
    return Object.assign(new type(), intention, { metadata });
  }
}
