import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import {
  CommandRegistry,
  DomainError,
  InvalidInput,
  Unavailable,
  type Cause,
  type Command,
  type CommandResult,
} from '@dealtrail/event-sourcing';
import { Telemetry } from '@dealtrail/telemetry';
import { activitiesFor } from './activities.js';
import { ActivityWatch } from './activity-watch.js';
import { ThankForParcel } from './testing/parcel.js';

class ParcelsTo {
  readonly to!: string;
}
const result: CommandResult = { streamId: 'parcel-p', revision: 1, position: 7 };
const now = '2026-03-02T01:00:00.000Z';

interface Circumstances {
  readonly watch?: ActivityWatch;
  readonly attempt?: number;
  readonly cause?: Cause;
  readonly onHeartbeat?: () => unknown;
}

/** Runs an activity as the workflow `parcelWatch/p` would. */
function run(
  name: string,
  body: object,
  dispatch: (command: Command) => Promise<CommandResult>,
  ask = jest.fn(),
  { watch = new ActivityWatch(), attempt = 1, cause, onHeartbeat = () => undefined }: Circumstances = {},
) {
  const activities = activitiesFor({
    commands: new CommandRegistry([ThankForParcel]),
    dispatch,
    questions: [ParcelsTo],
    ask,
    clock: { now: () => now },
    watch,
    heartbeatEvery: 1,
  });
  const info = { workflowExecution: { workflowId: 'parcelWatch/p', runId: 'r' }, attempt };
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  environment.on('heartbeat', onHeartbeat);
  return environment.run(activities[name] as (body: object, cause?: Cause) => Promise<unknown>, body, cause);
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

  it('say that they are alive for as long as they are at work', async () => {
    let beats = 0;
    let answer: (given: CommandResult) => void = () => undefined;
    const dispatch = () => new Promise<CommandResult>((resolve) => (answer = resolve));
    const onHeartbeat = () => ++beats === 3 && answer(result);
    expect(await run('ThankForParcel', body, dispatch, jest.fn(), { onHeartbeat })).toEqual(result);
    expect(beats).toBe(3);
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

  it('name the fact that their run heard last as their cause, in its correlation', async () => {
    const sent: Command[] = [];
    const dispatch = (command: Command) => (sent.push(command), Promise.resolve(result));
    const cause = { correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e', causationId: 'e' };
    await run('ThankForParcel', body, dispatch, jest.fn(), { cause });
    await run('ThankForParcel', body, dispatch);
    expect(sent[0]?.metadata).toMatchObject(cause);
    expect(sent[1]?.metadata.causationId).toBeUndefined();
    expect(sent[0]?.metadata.commandId).toBe(sent[1]?.metadata.commandId);
  });

  it('are shown while they fail, until they do not, and their retries are counted', async () => {
    const telemetry = new Telemetry();
    const watch = new ActivityWatch(telemetry);
    const failed = run('ThankForParcel', body, failing(new Unavailable('away', 'away')), jest.fn(), { watch });
    await expect(failed).rejects.toThrow('away');
    expect(watch.retrying()).toEqual([
      expect.objectContaining({ workflowId: 'parcelWatch/p', activity: 'ThankForParcel', attempt: 1 }),
    ]);
    await run('ThankForParcel', body, () => Promise.resolve(result), jest.fn(), { watch, attempt: 2 });
    expect(watch.retrying()).toEqual([]);
    expect(await telemetry.text()).toContain('dealtrail_activity_retries_total{dealtrail_activity="ThankForParcel"} 1');
    const refused = run('ThankForParcel', body, failing(new DomainError('no')), jest.fn(), { watch });
    await expect(refused).rejects.toBeInstanceOf(ApplicationFailure);
    expect(watch.retrying()).toEqual([]);
  });
});
