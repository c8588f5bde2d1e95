import type { Command, CommandMetadata, FieldError } from '@dealtrail/event-sourcing';
import { fault } from './hostile-input.js';
import { instanceOf, planOf, type Fields } from './message-class.js';

/**
 * A command from fields that came inside of a request, as valid as one from its own route. Throws `InvalidInput` with
 * everything that is wrong with it, what was found before included.
 */
export function commandFrom<C extends Command>(
  type: new () => C,
  { ...fields }: Fields,
  metadata: CommandMetadata,
  errors: FieldError[] = [],
): C {
  if (Object.hasOwn(fields, 'metadata')) {
    errors.push(fault('metadata', 'not-from-outside', 'is set by the server'));
    delete fields['metadata'];
  }
  return Object.assign(instanceOf(planOf(type), fields, errors), { metadata }) as C;
}
