import type { Reading } from './scraper.ts';

/** The increase of a counter. One that is lower than before began anew with its server. */
const increaseOf = (before: number, after: number): number => (after < before ? after : after - before);

/** The increases of all counters between two readings. A counter that appears began at zero. */
export const increases = (before: Reading, after: Reading): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(after.totals).map(([key, value]) => [key, increaseOf(before.totals[key] ?? 0, value)]),
  );
