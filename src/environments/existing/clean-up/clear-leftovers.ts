import type { Waiting } from '../../../waiting/waiting.ts';
import { listingsOf, removalOf, type CleanupContext } from './cleanup-context.ts';
import { removeLeftovers, type RemovedRun, type RunChoice } from './leftovers.ts';

/** Removes what killed runs left, and reports it. */
export const clearLeftovers = async (
  context: CleanupContext,
  which: RunChoice,
  { progress }: Pick<Waiting, 'progress'>,
): Promise<readonly RemovedRun[]> => {
  const { connected, ownership } = context;
  const { ownership: _own, keptName: _kept, ...removing } = await removalOf(context);
  const runs = await removeLeftovers(
    {
      ...removing,
      home: connected.place.namespace,
      listings: (other) => listingsOf(context, other),
      own: ownership.runId,
    },
    which,
  );
  for (const { runId, removed, failures, unseen } of runs) {
    progress(`removed ${removed.length} objects that run ${runId} left`);
    for (const failure of failures) progress(`could not be removed of run ${runId}: ${failure}`);
    if (unseen.length > 0)
      progress(
        `run ${runId} may have left more, and its record stays; could not be looked at: ${unseen.map(({ what }) => what).join(', ')}`,
      );
  }
  return runs;
};
