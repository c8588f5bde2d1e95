import { canonicalJson, DomainError, Unavailable, type CommandResult } from '@dealtrail/event-sourcing';
import { decideContracts, type DecisionResult, type DecisionTarget } from './contract-decisions.js';
import type { DecideContracts } from './contract-decisions.commands.js';
import { bothChecks as checks, storyDealId as other, storyId as contractId } from './testing/contract-story.js';

type Sent = Parameters<DecisionTarget['execute']>[0];

/** Remembers what it executed, as the log does. */
class Log implements DecisionTarget {
  readonly sent: Sent[] = [];
  readonly odd: unknown[] = [];
  private readonly known = new Map<string, { readonly body: string; readonly result: CommandResult }>();

  head = () => Promise.resolve(this.known.size);
  unforeseen = (error: unknown) => void this.odd.push(error);
  execute = async (command: Sent): Promise<CommandResult> => {
    await Promise.resolve();
    const { metadata, ...fields } = command;
    const words = 'reason' in fields ? fields.reason : undefined;
    if (words === 'late') throw new DomainError('round-is-over', 'refused', { round: 2 });
    if (words === 'away') throw new Unavailable('store-away', 'away');
    if (words === 'bug') throw new TypeError('oops');
    const body = canonicalJson(fields);
    const before = this.known.get(metadata.commandId);
    if (before && before.body !== body) throw new DomainError('idempotency-key-reused', 'key-reused');
    if (before) return before.result;
    this.sent.push(command);
    const result = { streamId: `contract-${fields.contractId}`, revision: 3, position: this.known.size + 1 };
    this.known.set(metadata.commandId, { body, result });
    return result;
  };
}

const batch = (...items: DecideContracts['items']): DecideContracts => ({
  metadata: {
    commandId: 'key',
    actor: { kind: 'staff', id: 'fa.wu' },
    correlationId: 'c',
    occurredAt: '2026-03-02T01:00:00.000Z',
    expectedRevision: 7,
  },
  items,
});
const approve = { contractId, round: 1, decision: 'approve', checks };
const refuse = (reason: string, more: object = {}) => ({ contractId, round: 1, decision: 'return', reason, ...more });
const outcomes = (results: readonly DecisionResult[]): string[] =>
  results.map(({ outcome, code, errors = [] }) =>
    [outcome, code, ...errors.map((error) => `${error.field}:${error.code}`)].filter(Boolean).join(' '),
  );

describe('decideContracts', () => {
  it('decides each by a command of its own, answers in their order', async () => {
    const log = new Log();
    const { results, position } = await decideContracts(
      batch(approve, { contractId: other, round: 2, step: 'finance', decision: 'reject', reason: '不可接受' }),
      log,
    );
    expect(results).toMatchObject([
      { contractId, round: 1, outcome: 'done', streamId: `contract-${contractId}`, revision: 3 },
      { contractId: other, round: 2, step: 'finance', outcome: 'done' },
    ]);
    expect(position).toBe('2');
    expect(log.sent.map(({ type }) => type).sort()).toEqual(['ApproveContract', 'RejectContract']);
    const [first, second] = log.sent.map(({ metadata }) => metadata);
    expect(first).toMatchObject({ actor: { kind: 'staff', id: 'fa.wu' }, correlationId: 'c' });
    expect(first?.expectedRevision).toBeUndefined();
    expect(first?.commandId).not.toBe(second?.commandId);
  });

  it('stays quiet on the same items, in a later request and in the same', async () => {
    const log = new Log();
    expect(outcomes((await decideContracts(batch(approve, approve), log)).results)).toEqual(['done', 'already']);
    expect(outcomes((await decideContracts(batch(approve), log)).results)).toEqual(['already']);
    expect(log.sent).toHaveLength(1);
  });

  it('refuses another decision under the same key', async () => {
    const log = new Log();
    await decideContracts(batch(approve), log);
    const { results } = await decideContracts(batch(refuse('不一致')), log);
    expect(outcomes(results)).toEqual(['refused idempotency-key-reused']);
  });

  it('says what is wrong with one and goes on with the others', async () => {
    const log = new Log();
    const { results } = await decideContracts(
      batch(
        refuse('late'),
        refuse('away', { step: 'legal' }),
        refuse('bug', { step: 'finance' }),
        { contractId, round: 1, decision: 'sign' },
        { contractId, round: 1, decision: 'constructor' },
        { contractId: 'x', round: 0, decision: 'return', metadata: {} },
        { ...approve, reason: 'no field of an approval' },
        {},
        { ...approve, contractId: other },
      ),
      log,
    );
    expect(outcomes(results)).toEqual([
      'refused round-is-over',
      'failed store-away',
      'failed internal-error',
      'refused invalid-input decision:not-one-of',
      'refused invalid-input decision:not-one-of',
      'refused invalid-input metadata:not-from-outside reason:missing contractId:not-a-uuid round:too-small',
      'refused invalid-input reason:unknown-field',
      'refused invalid-input decision:not-one-of',
      'done',
    ]);
    expect(results[0]?.details).toEqual({ round: 2 });
    expect(log.odd).toEqual([new TypeError('oops')]);
  });
});
