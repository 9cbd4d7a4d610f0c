import type { Waiting } from '../../../waiting/waiting.ts';
import { listingsOf, removalOf, type CleanupContext } from './cleanup-context.ts';
import { removeLeftovers, type RemovedRun, type RunChoice } from './leftovers.ts';

/** The killed runs whose objects were removed, and a sentence about everything that may still be there. */
export interface ClearedLeftovers {
  readonly runs: readonly RemovedRun[];
  readonly problems: readonly string[];
}

/** Removes the leftovers of killed runs and reports them. */
export const clearLeftovers = async (
  context: CleanupContext,
  which: RunChoice,
  { progress }: Pick<Waiting, 'progress'>,
): Promise<ClearedLeftovers> => {
  const { connected, ownership } = context;
  const { ownership: _own, keptName: _kept, ...removal } = await removalOf(context);
  const { runs, hidden } = await removeLeftovers(
    {
      ...removal,
      recordNamespace: connected.place.namespace,
      listings: (other) => listingsOf(context, other),
      ownRunId: ownership.runId,
    },
    which,
  );
  const problems: string[] = [];
  const problem = (line: string): void => {
    problems.push(line);
    progress(line);
  };
  for (const { runId, removed, failures, unreadable } of runs) {
    progress(`removed ${removed.length} objects left by run ${runId}`);
    for (const failure of failures) problem(`clean-up of run ${runId} failed: ${failure}`);
    if (unreadable.length > 0)
      problem(
        `run ${runId} may have left more objects, so its record is kept; these resources could not be read: ${unreadable.map(({ resources }) => resources).join(', ')}`,
      );
  }
  if (hidden.length > 0)
    problem(`killed runs could not be looked for: the user may not list ${hidden.join(', ')}, which record them`);
  return { runs, problems };
};
