import type { Waiting } from '../../../waiting/waiting.ts';
import { clearLeftovers } from './clear-leftovers.ts';
import type { CleanupContext } from './cleanup-context.ts';
import { callingUser, createCleanupUser, deleteCleanupUser } from './cleanup-user.ts';
import { connectInstallation, type ConnectionOptions } from '../connection/connect.ts';
import { ownPrefixOf } from './own-prefix.ts';
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
  const before: CleanupContext = {
    connected,
    found,
    user: callingUser(rest),
    ownership: { runId, prefixes: [ownPrefix] },
    used: new Set(),
  };
  // Before the clean-up user is created: its role would stay otherwise where its binding is refused.
  await using _user = { [Symbol.asyncDispose]: () => deleteCleanupUser(before) };
  const user = await createCleanupUser(connected, found, runId);
  return await clearLeftovers({ ...before, user }, which, waiting);
};
