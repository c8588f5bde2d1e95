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
import { commandFrom } from './command-from.js';
import { fault, hostileInput } from './hostile-input.js';
import type { ImportItem, ImportRows } from './import-rows.js';
import { planOf } from './message-class.js';
import { became, becameNothing, type Became, type Outcome } from './outcome.js';

/** What became of an item: in a dry run `done` is not refused for its shape or permission; `skipped` after an item of its row that was refused or failed. */
export type ImportOutcome = Outcome | 'skipped';

export interface ImportResult extends Omit<Became, 'outcome'> {
  readonly row: string;
  readonly step: string;
  readonly outcome: ImportOutcome;
}

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
      return became(result, (at) => at > head);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'key-reused')
        return { outcome: 'refused', code: 'row-changed-since-import' };
      return becameNothing(error, target.unforeseen);
    }
  }

  async function runRow(indexes: readonly number[]): Promise<void> {
    let stopped = false;
    for (const index of indexes) {
      const item = batch.items[index] as ImportItem;
      const { row, step } = item;
      const result: Omit<ImportResult, 'row' | 'step'> = stopped ? { outcome: 'skipped' } : await one(item);
      results[index] = { row, step, ...result };
      stopped ||= result.outcome === 'refused' || result.outcome === 'failed';
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
  return commandFrom(type, fields, metadata, errors);
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
