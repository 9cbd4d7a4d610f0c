import type { RestAccess } from '../../clients/rest-access.ts';
import type { ClientCredentials } from '../../clients/connection.ts';
import type { PodConnector } from '../../clients/kubeconfig.ts';
import { impersonating } from '../../clients/impersonation.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { cleanUp, cleanUpLines, requireClean, unseenLines, type CleanUp } from './clean-up/clean-up.ts';
import { clearLeftovers } from './clean-up/clear-leftovers.ts';
import { removalOf, type CleanupContext } from './clean-up/cleanup-context.ts';
import { callingUser, createCleanupUser, deleteCleanupUser } from './clean-up/cleanup-user.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { createNamespace } from '../../cluster/create-namespace.ts';
import { connectInstallation, type ConnectionOptions } from './connection/connect.ts';
import { takeInventory, type Inventory } from './clean-up/inventory.ts';
import { ownPrefixOf } from './clean-up/own-prefix.ts';
import { emptyNamespace, removeScenario } from './clean-up/remove-scenario.ts';
import { namespacePool, requireDistinct, type NamespacePool } from './namespace-pool.ts';
import { runLabel } from '../../cluster/own-labels.ts';
import type { Ownership } from './clean-up/ownership.ts';
import { missingPermissions } from './preflight/offers.ts';
import { occupiedLines, preflightLines } from './preflight/preflight-lines.ts';
import { preflight, type Preflight } from './preflight/preflight.ts';
import type { Rights } from './preflight/rights.ts';
import { requireNamesOfItsOwn, writeRunRecord, type RunRecord } from './clean-up/run-record.ts';

export interface InstallationOptions extends ConnectionOptions {
  /** Namespaces that somebody else made, to be lent to scenarios; empty: scenarios make their own. */
  readonly namespacePool?: readonly string[];
  /** `20261123T080000Z-7` */
  readonly runId: string;
  /** What stands in every name that scenarios give; see `namesFor`. */
  readonly prefixes: readonly string[];
}

/** An installation that a run is about. Ending it removes everything of the run, and fails where something is left. */
export interface OpenInstallation extends AsyncDisposable {
  readonly found: Preflight;
  readonly cluster: ClusterClient;
  readonly rest: RestAccess;
  readonly connector: PodConnector;
  /** Stand on everything that the run makes in the cluster. */
  readonly ownLabels: Readonly<Record<string, string>>;
  /** Stands in the names that the harness itself gives: of what it tries the target with. */
  readonly ownPrefix: string;
  /**
   * As whom the harness itself asks REST, with all rights on pipelines; `''`: whoever runs it, as there is one user or
   * no right to give rights.
   */
  readonly cleanupUser: string;
  /** Absent where scenarios make their namespaces. */
  readonly pool?: NamespacePool;
  /** Makes somebody of any name and groups whom the API server takes for them: the kubeconfig's user, impersonating. */
  clientIdentity(user: string, groups: readonly string[]): ClientCredentials;
  /** Makes a namespace of the run. */
  makeNamespace(name: string): Promise<void>;
  /**
   * Removes the namespaces of a scenario and the rights that it gave in the whole cluster, by the prefix of its names;
   * does not wait until namespaces are gone.
   */
  removeScenario(prefix: string): Promise<void>;
  /** Removes everything of the run, looks whether it is gone, and tells; the same answer when asked again. */
  clean(): Promise<CleanUp>;
}

const requireNamespaces = async (cluster: ClusterClient, option: string, names: readonly string[]): Promise<void> => {
  for (const name of names)
    if ((await cluster.call('GET', `/api/v1/namespaces/${name}`)).status === 404)
      throw new EnvironmentError(`${option}: there is no namespace ${name} in the cluster`);
};

/** Where it fails something may be left: then the record of the run stays, by which the next one finds it. */
const keptOnFailure = async <Value>(record: () => RunRecord | undefined, act: () => Promise<Value>): Promise<Value> => {
  try {
    return await act();
  } catch (cause) {
    record()?.keep();
    throw cause;
  }
};

const cleanerOf = (context: CleanupContext, before: Inventory, { progress }: Waiting): (() => Promise<CleanUp>) => {
  let cleaning: Promise<CleanUp> | undefined;
  const clean = async (): Promise<CleanUp> => {
    const result = await cleanUp(before, await removalOf(context));
    for (const line of cleanUpLines(result)) progress(line);
    const why = missingPermissions(context.found)['multi-user'];
    if (why !== undefined) progress(`nothing was tried with users: ${why}`);
    return result;
  };
  return () => (cleaning ??= clean());
};

const impersonator =
  ({ connection: { certificate, key, tokenFile, headers } }: ClusterClient): OpenInstallation['clientIdentity'] =>
  (user, groups) => ({
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
    ...(tokenFile !== undefined && { tokenFile }),
    headers: { ...headers, ...impersonating(user, groups) },
  });

/**
 * Looks at an installation, removes what killed runs left there, and writes down in it that this one goes on. Throws a
 * UsageError or an EnvironmentError, and then nothing of the run is left, or its record stays and the next run removes
 * it.
 */
export const openInstallation = async (options: InstallationOptions, waiting: Waiting): Promise<OpenInstallation> => {
  const { runId, namespacePool: pool = [] } = options;
  const { progress, signal } = waiting;
  requireDistinct(pool);
  const ownPrefix = ownPrefixOf(runId);
  const ownership: Ownership = { runId, prefixes: [ownPrefix, ...options.prefixes] };
  await using stack = new AsyncDisposableStack();
  const connected = stack.use(await connectInstallation(options, waiting));
  const { cluster, rest, context, place } = connected;
  await requireNamespaces(cluster, '--installation-namespace', [place.namespace]);
  await requireNamespaces(cluster, '--namespace-pool', pool);
  let record: RunRecord | undefined;
  const beforeMaking = async (rights: Rights): Promise<void> => {
    if (!rights['create, get, list, patch and delete leases']) return;
    const written = stack.use(await writeRunRecord(cluster, place.namespace, ownership, progress));
    // Nothing has been made yet, and what has these names belongs to the other run: this record is not to stay.
    await requireNamesOfItsOwn(cluster, place.namespace, ownership);
    record = written;
  };
  const look = { cluster, context, place, rest, pool, name: `${ownPrefix}-preflight`, beforeMaking };
  const found = await keptOnFailure(
    () => record,
    () => preflight(look),
  );
  for (const line of preflightLines(found)) progress(line);
  signal.throwIfAborted();
  const withoutUser: CleanupContext = { connected, found, user: callingUser(rest), ownership, used: new Set() };
  // Before the clean-up user is created: its role would stay otherwise where its binding is refused.
  stack.defer(() =>
    keptOnFailure(
      () => record,
      () => deleteCleanupUser(withoutUser),
    ),
  );
  const user = await createCleanupUser(connected, found, runId);
  const cleanup: CleanupContext = { ...withoutUser, user };
  await clearLeftovers(cleanup, 'all', waiting);
  const before = await takeInventory(await removalOf(cleanup));
  for (const line of [...unseenLines(before.unseen), ...occupiedLines(pool, before)]) progress(line);
  signal.throwIfAborted();
  const clean = cleanerOf(cleanup, before, waiting);
  const owned = stack.move();
  return {
    found,
    cluster,
    rest,
    connector: connected.connector,
    ownLabels: { [runLabel]: runId },
    ownPrefix,
    cleanupUser: user.name,
    ...(pool.length > 0 && {
      pool: namespacePool({ names: pool, empty: (name) => emptyNamespace(cleanup, name), told: progress }),
    }),
    clientIdentity: impersonator(cluster),
    makeNamespace: (name) => createNamespace(cluster, name, { labels: { [runLabel]: runId } }),
    removeScenario: (prefix) => removeScenario(cleanup, prefix),
    clean,
    [Symbol.asyncDispose]: async () => {
      await using _rest = owned;
      await keptOnFailure(
        () => record,
        async () => requireClean(await clean(), context),
      );
    },
  };
};
