import { isDeepStrictEqual } from 'node:util';

/** The entries that have another value than they should: what a reader of a report wants to see of a long list. */
export const othersThan = <Value>(
  wanted: Value,
  found: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => !isDeepStrictEqual(value, wanted)));
