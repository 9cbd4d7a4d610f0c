import type { Waiting } from '../../targets/waiting.ts';
import { connectInstallation, type ConnectionOptions } from './connect.ts';
import { appoint, clearLeftovers, dismissCaretaker, ownPrefixOf, type Keeping } from './keeping.ts';
import type { RemovedRun, RunChoice } from './leftovers.ts';
import { preflight } from './preflight.ts';

/**
 * Removes what killed runs left in an installation. Throws a UsageError where no run is of the id that was asked for, an
 * EnvironmentError where the installation is not reached.
 */
export const reapInstallation = async (
  options: ConnectionOptions,
  which: RunChoice,
  waiting: Waiting,
): Promise<readonly RemovedRun[]> => {
  const runId = `reap-${Date.now()}`;
  const ownPrefix = ownPrefixOf(runId);
  await using connected = await connectInstallation(options, waiting);
  const { cluster, rest, context, place } = connected;
  const found = await preflight({ cluster, context, place, rest, pool: [], name: `${ownPrefix}-preflight` });
  const keeping: Keeping = {
    connected,
    found,
    caretaker: await appoint(connected, found, runId),
    ownership: { runId, prefixes: [ownPrefix] },
    used: new Set(),
  };
  await using _caretaker = { [Symbol.asyncDispose]: () => dismissCaretaker(keeping) };
  return await clearLeftovers(keeping, which, waiting);
};
