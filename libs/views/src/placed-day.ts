import { defaultZone } from '@dealtrail/calendar';
import { sql, type RawBuilder } from 'kysely';

/** The day on which an order of `orderRegister` was placed: as it says itself, else that of its instant in Shanghai. */
export const placedDay: RawBuilder<string> = sql`coalesce("placedOn",
  to_char("placedAt"::timestamptz at time zone ${sql.lit(defaultZone)}, 'YYYY-MM-DD'))`;
