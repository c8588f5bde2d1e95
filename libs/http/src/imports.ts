import {
  derivedId,
  DomainError,
  InvalidInput,
  type Command,
  type CommandClass,
  type CommandMetadata,
  type CommandResult,
  type FieldError,
  type Position,
} from '@dealtrail/event-sourcing';
import { fault, hostileInput } from './hostile-input.js';
import type { ImportItem, ImportRows } from './import-rows.js';
import { instanceOf, planOf } from './message-class.js';
import { refusalOf } from './problem.js';

/**
 * What became of an item: `done` (in a dry run: not refused for its shape or permission); `already` in the log, or nothing to
 * do; `refused` by a rule or for its shape; `failed` for now; `skipped` after an item of its row that was refused or failed.
 */
export type ImportOutcome = 'done' | 'already' | 'refused' | 'failed' | 'skipped';

export interface ImportResult {
  readonly row: string;
  readonly step: string;
  readonly outcome: ImportOutcome;
  readonly code?: string;
  readonly errors?: readonly FieldError[];
  readonly details?: unknown;
  readonly streamId?: string;
  readonly revision?: number;
  readonly position?: string;
}

/** A result without its item. */
type Became = Omit<ImportResult, 'row' | 'step'>;

export interface ImportAnswer {
  /** In the order of the items. */
  readonly results: readonly ImportResult[];
  /** The highest position among them, `0` when there is none. */
  readonly position: string;
}

/** What an import needs of the process around it. */
export interface ImportTarget {
  readonly find: (name: string) => CommandClass | undefined;
  readonly execute: (command: Command) => Promise<CommandResult>;
  readonly head: () => Promise<Position>;
  readonly unforeseen: (error: unknown) => void;
}

/** Rows under way at the same moment, so that their appends share commits. */
const sideBySide = 64;

/** Runs the items: those of one row in order until its first refusal, rows beside each other; never stops for a bad row. */
export async function importRows(batch: ImportRows, target: ImportTarget): Promise<ImportAnswer> {
  const head = await target.head(); // what ends at or before it was there before this import
  const results: ImportResult[] = [];
  let position: Position = 0;
  const rows = new Map<string, number[]>();
  batch.items.forEach(({ row }, index) => rows.set(row, [...(rows.get(row) ?? []), index]));

  async function one(item: ImportItem): Promise<Became> {
    try {
      const command = commandOf(batch, item, target.find);
      if (batch.dryRun) return { outcome: 'done' };
      const result = await target.execute(command);
      position = Math.max(position, result.position);
      const { streamId, revision } = result;
      return {
        outcome: result.position > head ? 'done' : 'already',
        streamId,
        revision,
        position: String(result.position),
      };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'key-reused')
        return { outcome: 'refused', code: 'row-changed-since-import' };
      const { status, code, errors, details } = refusalOf(error);
      if (status === 500) target.unforeseen(error);
      const said = { code, ...(errors && { errors }), ...(details !== undefined && { details }) };
      return { outcome: status >= 500 || code === 'conflict' ? 'failed' : 'refused', ...said };
    }
  }

  async function runRow(indexes: readonly number[]): Promise<void> {
    let stopped = false;
    for (const index of indexes) {
      const item = batch.items[index] as ImportItem;
      const { row, step } = item;
      const became: Became = stopped ? { outcome: 'skipped' } : await one(item);
      results[index] = { row, step, ...became };
      stopped ||= became.outcome === 'refused' || became.outcome === 'failed';
    }
  }

  const waiting = [...rows.values()].values();
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (const row of waiting) await runRow(row);
    }),
  );
  return { results, position: String(position) };
}

/** The command of an item, as valid as one from its own route; throws what that would answer. */
function commandOf(
  { mapping, metadata: { actor, correlationId, occurredAt: now } }: ImportRows,
  item: ImportItem,
  find: ImportTarget['find'],
): Command {
  const { type: name, ...fields } = item.command;
  const type = typeof name === 'string' ? find(name) : undefined;
  if (!type) throw new InvalidInput([{ field: 'type', code: 'unknown-command', message: 'is the name of no command' }]);
  const plan = planOf(type);
  if (!plan.operation?.allow.kinds?.includes('import')) throw new DomainError('not-for-imports', 'forbidden');
  const errors = hostileInput(fields);
  const occurredAt = instant(item.occurredAt, now, errors);
  if (Object.hasOwn(fields, 'metadata')) {
    errors.push(fault('metadata', 'not-from-outside', 'is set by the server'));
    delete fields['metadata'];
  }
  const { creates } = plan.operation;
  if (creates && fields[creates] === undefined)
    fields[creates] = derivedId('create', 'import', mapping, type.name, item.row);
  const metadata: CommandMetadata = {
    commandId: derivedId('import', mapping, item.row, item.step),
    actor: { kind: 'import', id: mapping },
    onBehalfOf: actor.id,
    correlationId,
    occurredAt,
    history: true,
  };
  return Object.assign(instanceOf(plan, fields, errors), { metadata }) as Command;
}

/** The instant a source names, in the one form instants have; never one to come. */
function instant(text: string | undefined, now: string, errors: FieldError[]): string {
  if (text === undefined) return now;
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(text) ? Date.parse(text) : NaN;
  const normal = Number.isNaN(time) ? undefined : new Date(time).toISOString();
  if (normal === undefined || normal.slice(0, 19) !== text.slice(0, 19))
    errors.push(fault('occurredAt', 'not-an-instant', 'must be like 2026-11-23T05:40:00.000Z'));
  else if (normal > now) errors.push(fault('occurredAt', 'in-the-future', 'must not be to come'));
  return normal ?? now;
}
