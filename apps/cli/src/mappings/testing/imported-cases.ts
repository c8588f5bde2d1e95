import { caseDecider, type AnyCaseCommand, type Case, type CaseEvent } from '@dealtrail/cases';
import { decide, DomainError, evolve, fold, type Decided } from '@dealtrail/event-sourcing';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import { caseHandling, type WaitReason } from '@dealtrail/policies';
import type { MappedRow } from '../mapping.js';
import { metadataOf, stepsOf } from './mapped.js';

const today: readonly TestPerson[] = [
  { staffId: 'gao.feng', roles: ['director'] },
  { staffId: 'admin', roles: ['admin'] },
];

/** A fact, and when the import says that it occurred. */
export type ImportedFact = Decided<CaseEvent> & { readonly saidAt: string };

/** A case as the real rules make it of its row, up to its first refusal. */
export interface ImportedCase {
  readonly row: string;
  readonly facts: readonly ImportedFact[];
  readonly state: Case;
}

/** What the real rules make of the rows, each until its first refusal as the server does; a repeat of a command leaves nothing. */
export function importedCases(
  stages: ReadonlyMap<string, readonly MappedRow[]>,
  pausingWaits: readonly WaitReason[] = ['customer'],
) {
  const people = stepsOf(stages.get('people')).map(({ command }) => command as unknown as TestPerson);
  const content = { ...caseHandling.first, pausingWaits };
  const policy = { kind: 'case-handling', version: 2, content, effectiveFrom: '0001-01-02T00:00:00.000Z' } as const;
  const known = testKnown({ people: [...today, ...people], policies: [policy] });
  const refused: [row: string, step: string, code: string][] = [];
  const cases: ImportedCase[] = [];
  for (const row of stages.get('incidents') ?? []) {
    let state = fold(caseDecider, []);
    const facts: ImportedFact[] = [];
    for (const item of stepsOf([row])) {
      const command = { ...item.command, metadata: metadataOf('incidents', item) } as unknown as AnyCaseCommand;
      try {
        for (const event of decide(caseDecider, command, state, known)) {
          state = evolve(caseDecider, state, event);
          facts.push({ ...event, saidAt: event.occurredAt ?? command.metadata.occurredAt });
        }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        refused.push([row.row, item.step, error.code]);
        break;
      }
    }
    if (state.status !== 'none') cases.push({ row: row.row, facts, state });
  }
  return { cases, people, refused };
}
