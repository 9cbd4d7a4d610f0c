import type { RestAccess } from '../../clients/rest-access.ts';
import type { ClientCredentials } from '../../clients/connection.ts';
import type { PodConnector } from '../../clients/kubeconfig.ts';
import { impersonating } from '../../clients/impersonation.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { cleanUp, cleanUpLines, requireClean, unreadableLines, type CleanUp } from './clean-up/clean-up.ts';
import { clearLeftovers } from './clean-up/clear-leftovers.ts';
import { removalOf, type CleanupContext } from './clean-up/cleanup-context.ts';
import { callingUser, createCleanupUser, deleteCleanupUser } from './clean-up/cleanup-user.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { createNamespace } from '../../cluster/create-namespace.ts';
import { connectInstallation, type ConnectionOptions } from './connection/connect.ts';
import { forbiddenResources, takeInventory, type Inventory } from './clean-up/inventory.ts';
import { ownPrefixOf } from './clean-up/own-prefix.ts';
import { emptyNamespace, removeScenario } from './clean-up/remove-scenario.ts';
import { namespacePool, requireDistinct, type NamespacePool } from './namespace-pool.ts';
import { runLabel } from '../../cluster/own-labels.ts';
import type { Ownership } from './clean-up/ownership.ts';
import { missingPermissions } from './preflight/offers.ts';
import { occupiedLines, preflightLines } from './preflight/preflight-lines.ts';
import { preflight, type Preflight } from './preflight/preflight.ts';
import type { Rights } from './preflight/rights.ts';
import { requireUniquePrefixes, writeRunRecord, type RunRecord } from './clean-up/run-record.ts';

export interface InstallationOptions extends ConnectionOptions {
  /** Existing namespaces for scenarios; if empty, scenarios create their own. */
  readonly namespacePool?: readonly string[];
  /** `20261123T080000Z-7` */
  readonly runId: string;
  /** Prefixes of the names that scenarios choose; see `namesFor`. */
  readonly prefixes: readonly string[];
  /** What is told of the findings of the preflight, one per line; default: with what they mean for scenarios. */
  readonly findings?: (found: Preflight) => readonly string[];
}

/** The installation under test. Its disposal removes all objects of the run, and fails if some are left. */
export interface OpenInstallation extends AsyncDisposable {
  readonly found: Preflight;
  readonly cluster: ClusterClient;
  readonly rest: RestAccess;
  readonly connector: PodConnector;
  /** The labels of every object that the run creates in the cluster. */
  readonly ownLabels: Readonly<Record<string, string>>;
  /** The prefix of the names of objects that the harness itself creates, for example to probe the target. */
  readonly ownPrefix: string;
  /**
   * The user of the harness's own REST requests, with all permissions on pipelines. `''`: the calling user, in a single-user
   * installation or without the permission to grant permissions.
   */
  readonly cleanupUser: string;
  /** Absent if scenarios create their namespaces. */
  readonly pool?: NamespacePool;
  /** Credentials as which the API server authenticates the given user and groups: the kubeconfig's user impersonates them. */
  clientIdentity(user: string, groups: readonly string[]): ClientCredentials;
  /** Creates a namespace that belongs to the run. */
  createNamespace(name: string): Promise<void>;
  /**
   * Removes the namespaces and the cluster-wide permissions of a scenario by the prefix of its names. It does not wait until
   * namespaces are deleted.
   */
  removeScenario(prefix: string): Promise<void>;
  /** Removes all objects of the run, verifies and reports it. A second call returns the first result. */
  clean(): Promise<CleanUp>;
}

const requireNamespaces = async (cluster: ClusterClient, option: string, names: readonly string[]): Promise<void> => {
  for (const name of names)
    if ((await cluster.call('GET', `/api/v1/namespaces/${name}`)).status === 404)
      throw new EnvironmentError(`${option}: there is no namespace ${name} in the cluster`);
};

/** Keeps the record of the run after a failure, because objects may be left for the next run to find. */
const keepRecordOnFailure = async <Value>(
  record: () => RunRecord | undefined,
  act: () => Promise<Value>,
): Promise<Value> => {
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
    const missing = missingPermissions(context.found)['multi-user'];
    if (missing !== undefined) progress(`multi-user checks were skipped: ${missing}`);
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
 * Runs the preflight, records this run in the cluster and removes the leftovers of killed runs. Throws a UsageError or an
 * EnvironmentError; then no object of the run is left, or its record stays and the next run removes the rest.
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
  const beforeCreating = async (rights: Rights): Promise<void> => {
    if (!rights['create, get, list, patch and delete leases']) return;
    const newRecord = stack.use(await writeRunRecord(cluster, place.namespace, ownership, progress));
    // On a conflict the record must not stay: nothing has been created yet, and the names belong to the other run.
    await requireUniquePrefixes(cluster, place.namespace, ownership, progress);
    record = newRecord;
  };
  const preflightOptions = { cluster, context, place, rest, pool, name: `${ownPrefix}-preflight`, beforeCreating };
  const found = await keepRecordOnFailure(
    () => record,
    () => preflight(preflightOptions),
  );
  const { findings = preflightLines } = options;
  for (const line of findings(found)) progress(line);
  signal.throwIfAborted();
  const withoutUser: CleanupContext = {
    connected,
    found,
    user: callingUser(rest),
    ownership,
    usedNamespaces: new Set(),
  };
  // Registered before the clean-up user is created, so that its role is removed even if its binding is refused.
  stack.defer(() =>
    keepRecordOnFailure(
      () => record,
      () => deleteCleanupUser(withoutUser),
    ),
  );
  const user = await createCleanupUser(connected, found, runId);
  const cleanup: CleanupContext = { ...withoutUser, user };
  await clearLeftovers(cleanup, 'all', waiting);
  const before = await takeInventory(await removalOf(cleanup));
  for (const line of [...unreadableLines(before.unreadable), ...occupiedLines(pool, before)]) progress(line);
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
      pool: namespacePool({
        names: pool,
        empty: (name) => emptyNamespace(cleanup, name, forbiddenResources(before)),
        report: progress,
      }),
    }),
    clientIdentity: impersonator(cluster),
    createNamespace: (name) => createNamespace(cluster, name, { labels: { [runLabel]: runId } }),
    removeScenario: (prefix) => removeScenario(cleanup, prefix),
    clean,
    [Symbol.asyncDispose]: async () => {
      await using _rest = owned;
      await keepRecordOnFailure(
        () => record,
        async () => requireClean(await clean(), context),
      );
    },
  };
};
