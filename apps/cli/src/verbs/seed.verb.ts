import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { derivedId, shortNumber, systemClock } from '@dealtrail/event-sourcing';
import { connectionOf, type Connection } from '../connection.js';
import { exitCode, Refused } from '../failure.js';
import { complaintId, issueId } from '../seed/cases.js';
import { people } from '../seed/company.js';
import { seedStages } from '../seed/seed-stages.js';
import { contractId, lostDealId, orderId, staleDealId, story, wonDealId } from '../seed/story.js';
import type { StoryStep, Teller } from '../seed/story-step.js';
import { reconcileWhereAllowed, runImport } from './import.verb.js';
import { upload } from './upload.verb.js';

/** As it is typed where it is not installed. */
const dealtrail = 'npm run --silent dealtrail --';

/** `dealtrail seed`: a demo company of thirty and its story; a second run changes nothing. */
export const seedVerb = (): Command =>
  new Command('seed')
    .description('set up a demo company of 30 people and a story from lead to closed complaint (embedded run)')
    .action(async (_options: object, command: Command) => {
      const connection = connectionOf(command);
      const setUp = await runImport(connection, 'seed', seedStages(systemClock.now()), { reconcile: false });
      if (setUp.refused + setUp.failed > 0) {
        connection.print.answer({ setUp }, () => `The company could not be set up: see ${setUp.report}`);
        process.exitCode = exitCode.refused;
        return;
      }
      const teller = new StoryTeller(connection);
      await story(teller);
      const reconciled = setUp.commands > 0 ? await reconcileWhereAllowed(connection) : undefined;
      const answer = {
        people: people.length,
        setUp: setUp.commands,
        story: teller.told,
        wonDealId,
        lostDealId,
        staleDealId,
        contractId,
        orderId,
        issueId,
        complaintId,
      };
      connection.print.answer({ ...answer, ...(reconciled && { reconciled }) }, () =>
        [
          setUp.commands === 0
            ? 'The company was there already; its story is the same.'
            : `${people.length} people and their story are there.`,
          `Read it: ${dealtrail} trail ${shortNumber(wonDealId)}`,
          `Its order: ${dealtrail} query OrderPage orderId=${orderId}`,
          `Its complaint: ${dealtrail} query CasePage caseId=${complaintId}`,
          `Act in it: ${dealtrail} query DealRegister --as li.na`,
        ].join('\n'),
      );
    });

/** What is not there yet: a person just entered, and what reactions make of a signature. Nothing else in the story is refused so. */
const notYet = new Set([
  'unknown-person',
  'deal-not-found',
  'order-not-found',
  'delivery-not-found',
  'receivable-not-found',
]);
/** How long that is waited for, and how often looked at, ms. */
const there = { within: 30_000, every: 200 };

/** Sends each step with a key that is the same for ever, so that telling the story again is a repeat. */
class StoryTeller implements Teller {
  told = 0;

  constructor(private readonly connection: Connection) {}

  readonly tell = async (steps: readonly StoryStep[]): Promise<void> => {
    for (const { as: staffId, command, fields, file } of steps) {
      const key = `seed-${this.told++}-${derivedId('seed', command, JSON.stringify(fields))}`;
      await soon(async () => {
        if (file) await upload(this.connection, { ...file, bytes: Buffer.from(file.content) }, staffId);
        await this.connection.perform('command', command, fields, { key, staffId });
      });
    }
  };

  readonly ask = <T>(staffId: string, query: string, fields: Readonly<Record<string, unknown>>): Promise<T> =>
    soon(() => this.connection.perform<T>('query', query, fields, { staffId }));
}

async function soon<T>(act: () => Promise<T>): Promise<T> {
  const until = Date.now() + there.within;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Refused) || !notYet.has(error.problem.code)) throw error;
      if (Date.now() >= until)
        throw new Refused(error.problem, 'It waits for what a worker and a projector make of the step before.');
      await wait(there.every);
    }
  }
}
