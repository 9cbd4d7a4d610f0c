import type { Waiting } from '../../../waiting/waiting.ts';
import { listingsOf, removalOf, type CleanupContext } from './cleanup-context.ts';
import { removeLeftovers, type RemovedRun, type RunChoice } from './leftovers.ts';

/** Removes the leftovers of killed runs and reports them. */
export const clearLeftovers = async (
  context: CleanupContext,
  which: RunChoice,
  { progress }: Pick<Waiting, 'progress'>,
): Promise<readonly RemovedRun[]> => {
  const { connected, ownership } = context;
  const { ownership: _own, keptName: _kept, ...removal } = await removalOf(context);
  const runs = await removeLeftovers(
    {
      ...removal,
      recordNamespace: connected.place.namespace,
      listings: (other) => listingsOf(context, other),
      ownRunId: ownership.runId,
    },
    which,
  );
  for (const { runId, removed, failures, unreadable } of runs) {
    progress(`removed ${removed.length} objects left by run ${runId}`);
    for (const failure of failures) progress(`clean-up of run ${runId} failed: ${failure}`);
    if (unreadable.length > 0)
      progress(
        `run ${runId} may have left more objects, so its record is kept; these resources could not be read: ${unreadable.map(({ resources }) => resources).join(', ')}`,
      );
  }
  return runs;
};
