import type { Waiting } from '../../../waiting/waiting.ts';
import { clearLeftovers, type ClearedLeftovers } from './clear-leftovers.ts';
import type { CleanupContext } from './cleanup-context.ts';
import { callingUser, createCleanupUser, deleteCleanupUser } from './cleanup-user.ts';
import { connectInstallation, type ConnectionOptions } from '../connection/connect.ts';
import { ownPrefixOf } from './own-prefix.ts';
import type { RunChoice } from './leftovers.ts';
import { requireDistinct } from '../namespace-pool.ts';
import { preflight } from '../preflight/preflight.ts';

export interface ReapOptions extends ConnectionOptions {
  /** The namespace pool of earlier runs: the user may have the necessary permissions only in these namespaces. */
  readonly namespacePool?: readonly string[];
}

/**
 * Removes the leftovers of killed runs from an installation. Throws a UsageError if there is no run with the requested id,
 * and an EnvironmentError if the installation cannot be reached.
 */
export const reapInstallation = async (
  options: ReapOptions,
  which: RunChoice,
  waiting: Waiting,
): Promise<ClearedLeftovers> => {
  const { namespacePool: pool = [] } = options;
  requireDistinct(pool);
  const runId = `reap-${Date.now()}`;
  const ownPrefix = ownPrefixOf(runId);
  await using connected = await connectInstallation(options, waiting);
  const { cluster, rest, context, place } = connected;
  const name = `${ownPrefix}-preflight`;
  const found = await preflight({ cluster, context, place, rest, pool, name, beforeCreating: async () => {} });
  const before: CleanupContext = {
    connected,
    found,
    user: callingUser(rest),
    ownership: { runId, prefixes: [ownPrefix] },
    usedNamespaces: new Set(),
  };
  // Registered before the clean-up user is created, so that its role is removed even if its binding is refused.
  await using _user = { [Symbol.asyncDispose]: () => deleteCleanupUser(before) };
  const user = await createCleanupUser(connected, found, runId);
  return await clearLeftovers({ ...before, user }, which, waiting);
};
