import { createHash } from 'node:crypto';
import { kfpClient } from '../../../clients/kfp.ts';
import { object, text } from '../../../clients/json-response.ts';
import { collectionPath } from '../../../clients/kubernetes.ts';
import type { Waiting } from '../../../waiting/waiting.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { appointCaretaker, singleUserCaretaker, type Caretaker } from './caretaker.ts';
import { unlessForbidden, type ClusterClient } from '../../../cluster/cluster-client.ts';
import type { ConnectedInstallation } from '../connection/connect.ts';
import { removeLeftovers, type RemovedRun, type RunChoice } from './leftovers.ts';
import { isOwn, type Ownership } from './ownership.ts';
import { offersClusterRoles, offersPeople, offersPipelineObjects } from '../preflight/offers.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { removeOwn, type RemovalOptions } from './remove-own.ts';
import type { RestListing } from './rest-pipelines.ts';

/** What it takes to see everything of a run in an installation, and to remove it. */
export interface Keeping {
  readonly connected: ConnectedInstallation;
  readonly found: Preflight;
  readonly caretaker: Caretaker;
  readonly ownership: Ownership;
  /** Namespaces in which the run has had pipelines, also those that have gone: a database keeps the rows. */
  readonly used: Set<string>;
}

/** A prefix in the manner of `namesFor`, for the names that the harness itself gives in a run. */
export const ownPrefixOf = (runId: string): string =>
  `k${createHash('sha256').update(runId).digest('hex').slice(0, 7)}`;

const timeoutMs = 60_000;

/** Lets somebody see to it: somebody with rights of its own where it can be given them, else whoever runs the harness. */
export const appoint = (
  { cluster, rest }: ConnectedInstallation,
  found: Preflight,
  runId: string,
): Promise<Caretaker> | Caretaker => {
  if (!offersPeople(found)) return singleUserCaretaker(rest);
  const { pool } = found;
  const everywhere = pool.length === 0 || offersClusterRoles(found);
  const name = `${ownPrefixOf(runId)}-caretaker`;
  return appointCaretaker({ cluster, rest, runId, name, namespaces: everywhere ? [] : pool });
};

/** The namespaces that are there of a run. */
export const namespacesOf = async (cluster: ClusterClient, ownership: Ownership): Promise<readonly string[]> => {
  const own = isOwn(ownership);
  // Who may not see namespaces has made none.
  const all = (await unlessForbidden(cluster.listMetadata('/api/v1/namespaces'))) ?? [];
  return all
    .map((one) => object(one, 'metadata'))
    .filter((metadata) => own({ name: text(metadata, 'name'), labels: object(metadata, 'labels') }))
    .map((metadata) => text(metadata, 'name'));
};

/** In the Kubernetes API every pipeline is seen by who may look; by REST only those of listings that one knows of. */
const listingsOf = async (
  { connected: { cluster }, found, caretaker, used }: Keeping,
  ownership: Ownership,
): Promise<readonly RestListing[]> => {
  if (found.storage.mode === 'kubernetes' && offersPipelineObjects(found)) return [];
  const kfp = kfpClient(caretaker.connection, { record: () => {}, timeoutMs });
  if (!found.health.multiUser) return [{ kfp }];
  const namespaces = new Set([...found.pool, ...used, ...(await namespacesOf(cluster, ownership))]);
  return [{ kfp }, ...[...namespaces].map((namespace) => ({ kfp, namespace }))];
};

/** Everything of the run, to be removed. The caretaker stays as long as REST is asked. */
export const removalOf = async (keeping: Keeping): Promise<RemovalOptions> => {
  const { connected, found, caretaker, ownership } = keeping;
  return {
    cluster: connected.cluster,
    namespaces: [...new Set([connected.place.namespace, ...found.pool])],
    kfp: kfpClient(caretaker.connection, { record: () => {}, timeoutMs }),
    listings: await listingsOf(keeping, ownership),
    pipelinesByRest: !offersPipelineObjects(found),
    ownership,
    ...(caretaker.user !== '' && { keptName: caretaker.user }),
  };
};

/** Takes away what a scenario left in one namespace. */
export const emptyNamespace = async (keeping: Keeping, namespace: string): Promise<void> => {
  const removal = await removalOf(keeping);
  const { failures } = await removeOwn({
    ...removal,
    within: namespace,
    listings: removal.listings.filter((listing) => listing.namespace === namespace),
  });
  if (failures.length > 0) throw new EnvironmentError(failures.join('; '));
};

/** Rights in the whole cluster would stay with whoever has the same name in a later scenario. */
const removeClusterRights = async (cluster: ClusterClient, ofScenario: Ownership): Promise<void> => {
  const own = isOwn(ofScenario);
  for (const plural of ['clusterrolebindings', 'clusterroles']) {
    const collection = `/apis/rbac.authorization.k8s.io/v1/${plural}`;
    const all = (await unlessForbidden(cluster.listMetadata(collection))) ?? [];
    const names = all.map((one) => text(object(one, 'metadata'), 'name')).filter((name) => own({ name }));
    for (const name of names) await cluster.call('DELETE', `${collection}/${name}`);
  }
};

/**
 * Takes finalizers away that a scenario put on pipelines and versions, which would keep their namespace. When the pipeline has
 * gone first, webhooks refuse to change its versions.
 */
const freePipelines = async (cluster: ClusterClient, namespace: string): Promise<void> => {
  for (const plural of ['pipelineversions', 'pipelines']) {
    const held = ((await cluster.listMetadata(collectionPath(namespace, plural))) ?? [])
      .map((one) => object(one, 'metadata'))
      .filter(({ finalizers }) => Array.isArray(finalizers) && finalizers.length > 0);
    for (const metadata of held)
      await cluster.call('PATCH', collectionPath(namespace, plural, text(metadata, 'name')), {
        metadata: { finalizers: null },
      });
  }
};

/**
 * Removes the namespaces of one scenario and the rights that it gave in the cluster, by the prefix of its names; does not
 * wait until namespaces are gone.
 */
export const removeScenario = async (keeping: Keeping, prefix: string): Promise<void> => {
  const { cluster } = keeping.connected;
  // By name alone: the label stands on those of all scenarios.
  const ofScenario: Ownership = { runId: '', prefixes: [prefix] };
  await removeClusterRights(cluster, ofScenario);
  const names = await namespacesOf(cluster, ofScenario);
  for (const name of names) keeping.used.add(name);
  for (const name of names) {
    if (keeping.found.storage.mode === 'database') await emptyNamespace({ ...keeping, ownership: ofScenario }, name);
    else await freePipelines(cluster, name);
    await cluster.call('DELETE', `/api/v1/namespaces/${name}`);
  }
};

/** Removes what killed runs left, and tells. */
export const clearLeftovers = async (
  keeping: Keeping,
  which: RunChoice,
  { progress }: Pick<Waiting, 'progress'>,
): Promise<readonly RemovedRun[]> => {
  const { connected, ownership } = keeping;
  const { ownership: _own, keptName: _kept, ...removing } = await removalOf(keeping);
  const runs = await removeLeftovers(
    {
      ...removing,
      home: connected.place.namespace,
      listings: (other) => listingsOf(keeping, other),
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

/** Removes the caretaker, and whatever else of the run is in the cluster itself. */
export const dismissCaretaker = async (keeping: Keeping): Promise<void> => {
  const { keptName: _kept, ...removal } = await removalOf(keeping);
  const { failures } = await removeOwn({ ...removal, listings: [] });
  if (failures.length > 0) throw new EnvironmentError(`not everything could be removed: ${failures.join('; ')}`);
};
