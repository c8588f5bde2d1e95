import type { Counter, Histogram, Meter } from '@opentelemetry/api';

/** Of the semantic conventions for HTTP, s. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What is counted and timed where it happens; what is only looked at is observed when somebody asks. */
export interface Instruments {
  readonly requestDuration: Histogram;
  readonly commands: Counter;
  readonly commandDuration: Histogram;
  readonly appendDuration: Histogram;
  readonly batchSize: Histogram;
  readonly timerLateness: Histogram;
  readonly activityRetries: Counter;
  readonly reactionRetries: Counter;
}

export const instrumentsOn = (meter: Meter): Instruments => ({
  requestDuration: meter.createHistogram('http.server.request.duration', {
    description: 'Duration of HTTP requests',
    unit: 's',
    advice: { explicitBucketBoundaries: seconds },
  }),
  commands: meter.createCounter('dealtrail.commands', {
    description: 'Commands by name and outcome',
    unit: '{command}',
  }),
  commandDuration: meter.createHistogram('dealtrail.command.duration', {
    description: 'From taking a command to its answer, the append included',
    unit: 's',
    advice: { explicitBucketBoundaries: seconds },
  }),
  appendDuration: meter.createHistogram('dealtrail.append.duration', {
    description: 'From queueing the events of a command to their commit',
    unit: 's',
    advice: { explicitBucketBoundaries: seconds },
  }),
  batchSize: meter.createHistogram('dealtrail.append.batch.size', {
    description: 'Events that one commit took',
    unit: '{event}',
    advice: { explicitBucketBoundaries: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] },
  }),
  timerLateness: meter.createHistogram('dealtrail.timer.lateness', {
    description: 'Between the due instant of a breach and its record',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 86_400] },
  }),
  activityRetries: meter.createCounter('dealtrail.activity.retries', {
    description: 'Attempts of activities after the first',
    unit: '{attempt}',
  }),
  reactionRetries: meter.createCounter('dealtrail.reaction.retries', {
    description: 'Attempts of reactions after the first',
    unit: '{attempt}',
  }),
});
