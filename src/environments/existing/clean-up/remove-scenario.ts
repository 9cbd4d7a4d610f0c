import { object, text } from '../../../clients/json-response.ts';
import { collectionPath } from '../../../clients/kubernetes.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { removalOf, type CleanupContext } from './cleanup-context.ts';
import { ownNamespaces } from './own-namespaces.ts';
import { isOwn, type Ownership } from './ownership.ts';
import { removeOwn } from './remove-own.ts';

/** Removes what a scenario left in one namespace. */
export const emptyNamespace = async (context: CleanupContext, namespace: string): Promise<void> => {
  const removal = await removalOf(context);
  const { failures } = await removeOwn({
    ...removal,
    within: namespace,
    listings: removal.listings.filter((listing) => listing.namespace === namespace),
  });
  if (failures.length > 0) throw new EnvironmentError(failures.join('; '));
};

/** Rights in the whole cluster would stay with users of the same name in a later scenario. */
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
 * Removes the finalizers that a scenario put on pipelines and versions, which would keep their namespace. When the pipeline has
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
 * wait until namespaces are gone. A refusal is no failure here: the end of the run removes and reports what is left.
 */
export const removeScenario = async (context: CleanupContext, prefix: string): Promise<void> => {
  const { cluster } = context.connected;
  // By name alone: the label stands on those of all scenarios.
  const ofScenario: Ownership = { runId: '', prefixes: [prefix] };
  await removeClusterRights(cluster, ofScenario);
  const names = await ownNamespaces(cluster, ofScenario);
  for (const name of names) context.used.add(name);
  for (const name of names) {
    if (context.found.storage.mode === 'database') await emptyNamespace({ ...context, ownership: ofScenario }, name);
    else await freePipelines(cluster, name);
    await cluster.call('DELETE', `/api/v1/namespaces/${name}`);
  }
};
