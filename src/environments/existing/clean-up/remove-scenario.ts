import { object, text } from '../../../clients/json-response.ts';
import { collectionPath } from '../../../clients/kubernetes.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { removalOf, type CleanupContext } from './cleanup-context.ts';
import { ownNamespaces } from './own-namespaces.ts';
import { isOwn, type Ownership } from './ownership.ts';
import { removeOwn, type Removal } from './remove-own.ts';
import { unreadableLines } from './clean-up.ts';

/** Removes the objects of `context.ownership` from one namespace. */
const removeFrom = async (context: CleanupContext, namespace: string): Promise<Removal> => {
  const removal = await removalOf(context);
  return removeOwn({
    ...removal,
    within: namespace,
    listings: removal.listings.filter((listing) => listing.namespace === namespace),
  });
};

const requireNone = (failures: readonly string[]): void => {
  if (failures.length > 0) throw new EnvironmentError(failures.join('; '));
};

/**
 * Removes the leftovers of a scenario from a namespace that is used again. Throws an EnvironmentError if a removal failed, or
 * if a resource could not be read, apart from those that the user could not list before the run either (`forbidden`).
 */
export const emptyNamespace = async (
  context: CleanupContext,
  namespace: string,
  forbidden: ReadonlySet<string>,
): Promise<void> => {
  const { failures, unreadable } = await removeFrom(context, namespace);
  const unseen = unreadable.filter(({ resources }) => !forbidden.has(resources));
  requireNone([...failures, ...unreadableLines(unseen)]);
};

/** Cluster-wide permissions would apply to users of the same name in a later scenario. */
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
 * Removes the finalizers of a scenario's pipelines and versions, which would block the deletion of their namespace. Versions
 * come first, because webhooks refuse to change a version whose pipeline is deleted.
 */
const removePipelineFinalizers = async (cluster: ClusterClient, namespace: string): Promise<void> => {
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
 * Removes the namespaces and the cluster-wide permissions of one scenario by the prefix of its names. It does not wait until
 * namespaces are deleted, and ignores refusals: the clean-up of the run removes and reports the rest.
 */
export const removeScenario = async (context: CleanupContext, prefix: string): Promise<void> => {
  const { cluster } = context.connected;
  // By name alone, because the objects of all scenarios have the label.
  const ofScenario: Ownership = { runId: '', prefixes: [prefix] };
  await removeClusterRights(cluster, ofScenario);
  const names = await ownNamespaces(cluster, ofScenario);
  for (const name of names) context.usedNamespaces.add(name);
  for (const name of names) {
    // Resources that cannot be read do not keep the namespace: its deletion removes them.
    if (context.found.storage.mode === 'database')
      requireNone((await removeFrom({ ...context, ownership: ofScenario }, name)).failures);
    else await removePipelineFinalizers(cluster, name);
    await cluster.call('DELETE', `/api/v1/namespaces/${name}`);
  }
};
