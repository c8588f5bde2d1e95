import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import {
  CommandRegistry,
  DomainError,
  InvalidInput,
  Unavailable,
  type Command,
  type CommandResult,
} from '@dealtrail/event-sourcing';
import { activitiesFor } from './activities.js';
import { ThankForParcel } from './testing/parcel.js';

class ParcelsTo {
  readonly to!: string;
}
const result: CommandResult = { streamId: 'parcel-p', revision: 1, position: 7 };
const now = '2026-03-02T01:00:00.000Z';

/** Runs an activity as the workflow `parcelWatch/p` would. */
function run(name: string, body: object, dispatch: (command: Command) => Promise<CommandResult>, ask = jest.fn()) {
  const activities = activitiesFor({
    commands: new CommandRegistry([ThankForParcel]),
    dispatch,
    questions: [ParcelsTo],
    ask,
    clock: { now: () => now },
  });
  const info = { workflowExecution: { workflowId: 'parcelWatch/p', runId: 'r' } };
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  return environment.run(activities[name] as (body: object) => Promise<unknown>, body);
}
const failing = (error: Error) => () => Promise.reject(error);
const body = { parcelId: 'p', for: 'the parcel' };

describe('activities', () => {
  it('send a command as its process, under an id that is the same for every attempt and another for another body', async () => {
    const sent: Command[] = [];
    const dispatch = (command: Command) => {
      sent.push(command);
      return Promise.resolve(result);
    };
    expect(await run('ThankForParcel', body, dispatch)).toEqual(result);
    await run('ThankForParcel', { for: 'the parcel', parcelId: 'p' }, dispatch);
    await run('ThankForParcel', { ...body, for: 'the ribbon' }, dispatch);
    expect(sent[0]).toBeInstanceOf(ThankForParcel);
    expect(sent[0]).toMatchObject({ ...body, type: 'ThankForParcel' });
    expect(sent[0]?.metadata).toMatchObject({ actor: { kind: 'process', id: 'parcelWatch/p' }, occurredAt: now });
    const ids = sent.map(({ metadata }) => metadata.commandId);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('ask a question as their process', async () => {
    const ask = jest.fn().mockResolvedValue({ items: ['p'] });
    expect(await run('ParcelsTo', { to: 'li.na' }, failing(new Error()), ask)).toEqual({ items: ['p'] });
    expect(ask.mock.calls).toEqual([
      [expect.objectContaining({ to: 'li.na', metadata: { actor: { kind: 'process', id: 'parcelWatch/p' } } })],
    ]);
  });

  it('give a refusal up at once, under its code', async () => {
    const refusal = run('ThankForParcel', body, failing(new DomainError('parcel-not-arrived')));
    await expect(refusal).rejects.toBeInstanceOf(ApplicationFailure);
    await expect(refusal).rejects.toMatchObject({ type: 'parcel-not-arrived', nonRetryable: true });
    const shape = run('ThankForParcel', {}, failing(new InvalidInput([])));
    await expect(shape).rejects.toMatchObject({ type: 'invalid-input', nonRetryable: true });
  });

  it('leave an outage and a conflict to be tried again', async () => {
    const outage = run('ThankForParcel', body, failing(new Unavailable('event-store-unavailable', 'away')));
    await expect(outage).rejects.toBeInstanceOf(Unavailable);
  });
});
