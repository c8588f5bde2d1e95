import { authorise, fold, operationOf, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { SkipParkedEvent, type AnyOperationCommand } from './operation.commands.js';
import { operation } from './operation.decider.js';
import type { OperationEvent } from './operation.events.js';

const known = testKnown({
  people: [
    { staffId: 'admin', roles: ['admin'] },
    { staffId: 'he.shen', roles: ['auditor'] },
  ],
});
const given = specification(operation, known);

const metadata: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'admin' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: '2026-04-07T01:00:00.000Z',
};
const asked = (command: Intention<AnyOperationCommand>): AnyOperationCommand => ({ ...command, metadata });

const operationId = '0f8fad5b-d9cb-469f-a165-70867728950e';
const of = { operationId, key: 'deal-d', position: '42', reason: 'written by a faulty release' };
const skipped = (by: 'projection' | 'reaction', name: string): OperationEvent => ({
  type: 'ParkedEventSkipped',
  data: { ...of, by, name, position: 42, skippedBy: 'admin' },
});

describe('SkipParkedEvent', () => {
  const ofProjection = asked({ type: 'SkipParkedEvent', ...of, projection: 'dealRegister' });

  it('puts on record who left what, and why', () => {
    given().when(ofProjection).then(skipped('projection', 'dealRegister'));
    given()
      .when(asked({ type: 'SkipParkedEvent', ...of, reaction: 'dealFollowUp' }))
      .then(skipped('reaction', 'dealFollowUp'));
  });
  it('stays quiet when it is on record', () =>
    given(skipped('projection', 'dealRegister')).when(ofProjection).thenNothing());
  it('refuses what names no one or both', () => {
    given()
      .when(asked({ type: 'SkipParkedEvent', ...of }))
      .thenRefuses('skip-names-one');
    given()
      .when(asked({ type: 'SkipParkedEvent', ...of, projection: 'dealRegister', reaction: 'dealFollowUp' }))
      .thenRefuses('skip-names-one');
  });
  it('is for admins, not for those who only read', () => {
    const may = (id: string) => () =>
      authorise(
        operationOf(SkipParkedEvent)?.allow ?? { roles: {} },
        { kind: 'staff', id },
        operation.subject(fold(operation, []), ofProjection),
        known.staff,
      );
    expect(may('admin')).not.toThrow();
    expect(may('he.shen')).toThrow('role-not-permitted');
  });
});
