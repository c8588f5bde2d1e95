import { Command, Option } from 'commander';
import { connectionOf, type Connection } from '../connection.js';
import { Refused } from '../failure.js';
import { localTime } from '../terminal/table.js';

interface Sentence {
  readonly occurredAt: string;
  readonly who: string;
  readonly sentence: string;
}

/** `dealtrail trail`: everything that happened to a deal, as sentences. */
export const trailVerb = (): Command =>
  new Command('trail')
    .description('tell what happened to a deal, in order')
    .argument('<deal>', 'its id or short number, e.g. K7Q2M9XD')
    .addOption(new Option('--lang <lang>', 'language of the sentences').choices(['zh', 'en']).default('zh'))
    .addHelpText('after', '\nExample:\n  dealtrail trail K7Q2M9XD --lang en')
    .action(async (deal: string, { lang }: { lang: string }, command: Command) => {
      const connection = connectionOf(command);
      const dealId = await dealIdOf(connection, deal);
      const trail = await connection.perform<{ items: Sentence[] }>('query', 'DealTrail', { dealId, lang });
      connection.print.answer(trail, () =>
        trail.items.map(({ occurredAt, who, sentence }) => `${localTime(occurredAt)}  ${who}  ${sentence}`).join('\n'),
      );
    });

async function dealIdOf(connection: Connection, deal: string): Promise<string> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(deal)) return deal.toLowerCase();
  const { items } = await connection.perform<{ items: { dealId: string; number: string }[] }>('query', 'DealRegister', {
    text: deal,
  });
  const found = items.find(({ number }) => number === deal.toUpperCase());
  const detail = `no deal you may see has the number ${deal}`;
  if (!found) throw new Refused({ status: 404, code: 'deal-not-found', detail });
  return found.dealId;
}
