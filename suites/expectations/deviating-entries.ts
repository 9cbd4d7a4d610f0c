import { isDeepStrictEqual } from 'node:util';

/** The entries whose value differs from the expected one, so that a report shows only the deviations of a long list. */
export const deviatingEntries = <Value>(
  wanted: Value,
  found: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => !isDeepStrictEqual(value, wanted)));
