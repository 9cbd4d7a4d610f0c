import { object, text } from '../../../clients/json-response.ts';
import { collectionPath } from '../../../clients/kubernetes.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { removalOf, type CleanupContext } from './cleanup-context.ts';
import { ownNamespaces } from './own-namespaces.ts';
import { isOwn, type Ownership } from './ownership.ts';
import { removeOwn } from './remove-own.ts';

/** Removes the leftovers of a scenario from one namespace. */
export const emptyNamespace = async (context: CleanupContext, namespace: string): Promise<void> => {
  const removal = await removalOf(context);
  const { failures } = await removeOwn({
    ...removal,
    within: namespace,
    listings: removal.listings.filter((listing) => listing.namespace === namespace),
  });
  if (failures.length > 0) throw new EnvironmentError(failures.join('; '));
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
    if (context.found.storage.mode === 'database') await emptyNamespace({ ...context, ownership: ofScenario }, name);
    else await removePipelineFinalizers(cluster, name);
    await cluster.call('DELETE', `/api/v1/namespaces/${name}`);
  }
};
