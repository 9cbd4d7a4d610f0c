import { someOrNone } from './some-or-none.ts';

/** How names that were found differ from the wanted ones, in words that do not depend on the number of rounds. */
export const namesFound = (found: readonly string[], wanted: readonly string[]) => ({
  missing: someOrNone(wanted.filter((name) => !found.includes(name)).length),
  repeated: someOrNone(found.length - new Set(found).size),
  others: someOrNone(found.filter((name) => !wanted.includes(name)).length),
});

/** Each wanted name once, and no other. */
export const eachOnce = { missing: 'none', repeated: 'none', others: 'none' } as const;
