import { Command, Option } from 'commander';
import { importVerb } from './verbs/import.verb.js';
import { parkedVerb, rebuildVerb, reconcileVerb } from './verbs/operate.verbs.js';
import { operationsVerb } from './verbs/operations.verb.js';
import { queryVerb } from './verbs/query.verb.js';
import { seedVerb } from './verbs/seed.verb.js';
import { sendVerb } from './verbs/send.verb.js';
import { tokenVerb } from './verbs/token.verb.js';
import { trailVerb } from './verbs/trail.verb.js';
import { uploadVerb } from './verbs/upload.verb.js';

/** The `dealtrail` command: a client of the API, whoever runs it. */
export function program(): Command {
  const dealtrail = new Command('dealtrail')
    .description('Dealtrail from the command line: every verb is a call of its HTTP API')
    .addOption(new Option('--url <address>', 'of the API').env('DEALTRAIL_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--token <token>', 'who you are').env('DEALTRAIL_TOKEN'))
    .option('--as <staff id>', 'who you are, on the embedded run')
    .option('--json', 'answer with exactly one JSON value')
    .addHelpText(
      'after',
      `
Examples:
  dealtrail send RegisterCustomer name="華東機械" --as li.na
  dealtrail query PipelineReport groupBy=manager
  dealtrail import crm-pipeline ./crm-sales-opportunities
  dealtrail trail K7Q2M9XD --lang en

Ends with 0 (done), 1 (refused) or 2 (misuse). dealtrail <verb> --help tells more.`,
    );
  const verbs = [
    sendVerb,
    queryVerb,
    operationsVerb,
    trailVerb,
    uploadVerb,
    importVerb,
    seedVerb,
    tokenVerb,
    reconcileVerb,
    rebuildVerb,
    parkedVerb,
  ];
  for (const verb of verbs) dealtrail.addCommand(verb());
  return forEvery(dealtrail, (command) =>
    command.exitOverride().showSuggestionAfterError(true).configureHelp({ showGlobalOptions: true }),
  );
}

function forEvery(command: Command, set: (command: Command) => Command): Command {
  for (const inner of command.commands) forEvery(inner, set);
  return set(command);
}
