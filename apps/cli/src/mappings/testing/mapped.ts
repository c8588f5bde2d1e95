import type { CommandClass, CommandMetadata } from '@dealtrail/event-sourcing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { MappedRow, Mapping, RowStep } from '../mapping.js';

/** Every row of every stage. */
export async function readStages(mapping: Mapping, path: string): Promise<ReadonlyMap<string, readonly MappedRow[]>> {
  const stages = new Map<string, MappedRow[]>();
  for (const stage of await mapping.open(path)) {
    const rows: MappedRow[] = [];
    for await (const row of stage.rows()) rows.push(row);
    stages.set(stage.name, rows);
  }
  return stages;
}

export const stepsOf = (rows: readonly MappedRow[] = []): RowStep[] =>
  rows.flatMap((row) => ('steps' in row ? row.steps : []));

export const refusedOf = (rows: readonly MappedRow[] = []): [line: number, ...codes: string[]][] =>
  rows.flatMap((row) => ('problems' in row ? [[row.line, ...row.problems.map(({ code }) => code)]] : []));

/** What the server's own classes say is wrong with mapped commands. */
export function invalidAmong(steps: readonly RowStep[], classes: readonly CommandClass[]): string[] {
  return steps.flatMap(({ command }) => {
    const type = classes.find(({ name }) => name === command.type);
    if (!type) return [`no command ${command.type}`];
    const instance = plainToInstance(type as new () => object, { ...command, metadata: {} });
    return validateSync(instance, { whitelist: true, forbidNonWhitelisted: true }).map(
      ({ property, constraints }) => `${command.type}.${property}: ${Object.keys(constraints ?? {}).join()}`,
    );
  });
}

/** What the server makes of a step that `admin` imports. */
export const metadataOf = (mapping: string, { row, step, occurredAt }: RowStep): CommandMetadata => ({
  commandId: `${row}/${step}`,
  actor: { kind: 'import', id: mapping },
  onBehalfOf: 'admin',
  correlationId: 'c',
  occurredAt: occurredAt ?? '2026-01-01T00:00:00.000Z',
  history: true,
});
