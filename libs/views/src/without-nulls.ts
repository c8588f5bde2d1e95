/** A row as SQL gave it, where an absent value is null, as rows have it: absent. */
export const withoutNulls = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
