import { Command, InvalidArgumentError } from 'commander';
import { signFor } from '../identity.js';
import { printer } from '../terminal/print.js';

/** `dealtrail token`: who you are, for the API and its page; embedded run only. */
export const tokenVerb = (): Command =>
  new Command('token')
    .description('sign a token for a staff member (embedded run)')
    .argument('<staff id>', 'e.g. li.na')
    .option('--ttl <seconds|30m|8h>', 'how long it is good for', seconds, 8 * 3600)
    .addHelpText(
      'after',
      `
Example:
  curl -H "Authorization: Bearer $(npm run --silent dealtrail -- token admin)" http://127.0.0.1:3000/deals`,
    )
    .action(async (staffId: string, { ttl }: { ttl: number }, command: Command) => {
      const token = await signFor(staffId, ttl);
      printer(command.optsWithGlobals<{ json?: boolean }>().json ?? false).answer({ token }, () => token);
    });

function seconds(text: string): number {
  const [, amount, unit = 's'] = /^([1-9]\d{0,7})([smh]?)$/.exec(text) ?? [];
  if (!amount) throw new InvalidArgumentError('seconds, or a number with s, m or h');
  return Number(amount) * ({ s: 1, m: 60, h: 3600 }[unit || 's'] ?? 1);
}
