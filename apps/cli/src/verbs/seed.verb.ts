import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { derivedId, shortNumber, systemClock } from '@dealtrail/event-sourcing';
import { connectionOf, type Connection } from '../connection.js';
import { exitCode, Refused } from '../failure.js';
import { people } from '../seed/company.js';
import { seedStages } from '../seed/seed-stages.js';
import { contractId, lostDealId, staleDealId, story, wonDealId, type StoryStep } from '../seed/story.js';
import { reconcileWhereAllowed, runImport } from './import.verb.js';
import { upload } from './upload.verb.js';

/** `dealtrail seed`: a demo company of thirty and its first story; a second run changes nothing. */
export const seedVerb = (): Command =>
  new Command('seed')
    .description('set up a demo company of 30 people and a first story (embedded run)')
    .action(async (_options: object, command: Command) => {
      const connection = connectionOf(command);
      const setUp = await runImport(connection, 'seed', seedStages(systemClock.now()), { reconcile: false });
      if (setUp.refused + setUp.failed > 0) {
        connection.print.answer({ setUp }, () => `The company could not be set up: see ${setUp.report}`);
        process.exitCode = exitCode.refused;
        return;
      }
      for (const [index, step] of story.entries()) await tell(connection, step, index);
      const reconciled = setUp.commands > 0 ? await reconcileWhereAllowed(connection) : undefined;
      const answer = {
        people: people.length,
        setUp: setUp.commands,
        story: story.length,
        wonDealId,
        lostDealId,
        staleDealId,
        contractId,
      };
      connection.print.answer({ ...answer, ...(reconciled && { reconciled }) }, () =>
        [
          setUp.commands === 0
            ? 'The company was there already; its story is the same.'
            : `${people.length} people and a first story are there.`,
          `Read it: dealtrail trail ${shortNumber(wonDealId)}`,
          `Act in it: dealtrail query DealRegister --as li.na`,
        ].join('\n'),
      );
    });

/** How long a person just entered may be unknown to the API's processes, and how often that is looked at, ms. */
const known = { within: 10_000, every: 200 };

/** Sends a step with a key that is the same for ever, so that telling the story again is a repeat. */
async function tell(
  connection: Connection,
  { as: staffId, command, fields, file }: StoryStep,
  index: number,
): Promise<void> {
  const key = `seed-${index}-${derivedId('seed', command, JSON.stringify(fields))}`;
  const until = Date.now() + known.within;
  for (;;) {
    try {
      if (file) await upload(connection, { ...file, bytes: Buffer.from(file.content) }, staffId);
      await connection.perform('command', command, fields, { key, staffId });
      return;
    } catch (error) {
      const tooSoon = error instanceof Refused && error.problem.code === 'unknown-person' && Date.now() < until;
      if (!tooSoon) throw error;
      await wait(known.every);
    }
  }
}
