import { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type LoggedEvent } from './log.js';

type FilterOptions = ReadReq.Options.FilterOptions;

/** Which events a filtered call is for: a regular expression wins over prefixes, on stream names or event types. */
export function matcher(options: FilterOptions | undefined): (event: LoggedEvent) => boolean {
  const byStream = options?.getStreamIdentifier();
  const expression = byStream ?? options?.getEventType();
  if (!expression) return () => true;
  const subject = (event: LoggedEvent): string => (byStream ? event.stream : event.type);
  if (expression.getRegex()) {
    const regex = new RegExp(expression.getRegex());
    return (event) => regex.test(subject(event));
  }
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => subject(event).startsWith(prefix));
}

/** The server reads 32 events at a time where the client names no window. */
const defaultWindow = 32;

/** After how many events looked at, whether they match or not, a filtered subscription hears how far it is. */
export function checkpointInterval(options: FilterOptions | undefined): number | undefined {
  if (!options) return undefined;
  return options.getCheckpointintervalmultiplier() * (options.hasMax() ? options.getMax() : defaultWindow);
}
