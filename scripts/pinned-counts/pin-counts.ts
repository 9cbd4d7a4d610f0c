import { countDifferences, pinRemedy } from './count-differences.ts';
import { declaredCounts } from './declared-counts.ts';
import { readPinnedCounts, writePinnedCounts, type CountedEnvironment, type RunCounts } from './pinned-counts.ts';

/** How the counts of a run differ from the pinned ones, with the remedy; empty if they do not. */
export const pinnedDifferences = async (
  environment: CountedEnvironment,
  found: RunCounts,
): Promise<readonly string[]> => {
  const pinned = (await readPinnedCounts())[environment];
  if (pinned === null)
    return [`the counts of ${environment} are not pinned yet: ${JSON.stringify(found)}`, pinRemedy(environment)];
  const differences = countDifferences(pinned, found);
  return differences.length === 0
    ? []
    : [...differences.map((line) => `${environment}: ${line}`), pinRemedy(environment)];
};

/** Pins what a run has counted. */
export const pinRun = async (environment: CountedEnvironment, found: RunCounts): Promise<void> =>
  writePinnedCounts({ ...(await readPinnedCounts()), [environment]: found });

/** Pins what the suites declare. */
export const pinDeclared = async (): Promise<void> =>
  writePinnedCounts({ ...(await readPinnedCounts()), declared: await declaredCounts() });
