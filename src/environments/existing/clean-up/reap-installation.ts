import type { Waiting } from '../../../waiting/waiting.ts';
import { singleUserCaretaker } from './caretaker.ts';
import { connectInstallation, type ConnectionOptions } from '../connection/connect.ts';
import { appoint, clearLeftovers, dismissCaretaker, ownPrefixOf, type Keeping } from './keeping.ts';
import type { RemovedRun, RunChoice } from './leftovers.ts';
import { requireDistinct } from '../namespace-pool.ts';
import { preflight } from '../preflight/preflight.ts';

export interface ReapOptions extends ConnectionOptions {
  /** Namespaces that runs were given, and in which alone the user may have the rights that this takes. */
  readonly namespacePool?: readonly string[];
}

/**
 * Removes what killed runs left in an installation. Throws a UsageError where no run is of the id that was asked for, an
 * EnvironmentError where the installation is not reached.
 */
export const reapInstallation = async (
  options: ReapOptions,
  which: RunChoice,
  waiting: Waiting,
): Promise<readonly RemovedRun[]> => {
  const { namespacePool: pool = [] } = options;
  requireDistinct(pool);
  const runId = `reap-${Date.now()}`;
  const ownPrefix = ownPrefixOf(runId);
  await using connected = await connectInstallation(options, waiting);
  const { cluster, rest, context, place } = connected;
  const name = `${ownPrefix}-preflight`;
  const found = await preflight({ cluster, context, place, rest, pool, name, beforeMaking: async () => {} });
  const nobody: Keeping = {
    connected,
    found,
    caretaker: singleUserCaretaker(rest),
    ownership: { runId, prefixes: [ownPrefix] },
    used: new Set(),
  };
  // Before anybody is appointed: what was made stays otherwise where a later part of it is refused.
  await using _caretaker = { [Symbol.asyncDispose]: () => dismissCaretaker(nobody) };
  const caretaker = await appoint(connected, found, runId);
  return await clearLeftovers({ ...nobody, caretaker }, which, waiting);
};
