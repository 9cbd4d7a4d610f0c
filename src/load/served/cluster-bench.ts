import path from 'node:path';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import type { StorageMode } from '../../contract/lane-name.ts';
import type { RunningKindEnvironment } from '../../environments/kind/running-kind-environment.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { TargetHost } from '../../targets/target-host.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { variantFor, type Bench } from '../bench.ts';
import type { Plan } from '../plan.ts';
import { namespacesOf, scriptAccess } from '../script-access.ts';
import { kubeApiServerScraper } from '../sampling/scrape/kube-apiserver.ts';
import { mariaDbScraper } from '../sampling/scrape/mariadb.ts';
import { findTargetScraper } from '../sampling/scrape/target.ts';
import { rowReader } from '../store-reader.ts';
import { watchedCollection } from '../watch/collection.ts';
import { contentsAt } from '../store-contents.ts';
import { awaitEmptied, storeNamespaces } from './cluster-namespaces.ts';
import { ownResources } from './own-objects.ts';
import { supervisedPrograms } from './supervised-programs.ts';

export interface ClusterBenchOptions extends Waiting {
  readonly plan: Plan;
  readonly storage: StorageMode;
  readonly environment: RunningKindEnvironment;
  /** Starts the targets, and has been prepared. */
  readonly host: TargetHost;
  /** Of this store among those of the cluster: names of one do not come up in another. */
  readonly number: number;
}

const labels: readonly string[] = [
  'no snapshots: every write finds the store as the ones before it left it',
  'durability: etcd waits for the disk, the database does not',
  'kube-apiserver audit: on',
  'the servers share one container, whose processes are not sampled: whether a client of theirs is the bottleneck (client-limited) cannot be told',
];

/** Starts a target in a cluster, over an empty store. Its webhooks come later. */
export const openClusterBench = async ({
  plan,
  storage,
  environment,
  host,
  number,
  progress,
  signal,
}: ClusterBenchOptions): Promise<Bench> => {
  const waiting = { progress, signal };
  await using stack = new AsyncDisposableStack();
  const { stateDirectory: directory, kubernetes } = environment;
  const id = `load-${number}`;
  const prefix = `load${number}`;
  const cluster = clusterClient(connectionOf(kubernetes));
  const { pipelines, versions } = contentsAt(plan, Math.max(...plan.objects));
  // What measurements made is beside the store.
  const before = { namespaces: plan.namespaces + 2, objects: 2 * (pipelines + versions) };
  if (number > 1) await awaitEmptied(cluster, `load-${number - 1}`, before, waiting);
  const died = new AbortController();
  const instance = stack.use(
    await host.start(
      { id, storage, variant: variantFor[plan.tenancy], webhooks: 'later', clientLimits: 'own' },
      (how) => died.abort(new EnvironmentError(how)),
    ),
  );
  const { systemNamespace, database } = instance;
  if (database === undefined) throw new EnvironmentError('the environment "kind" gives no access to its database');
  const namespaces = namespacesOf(plan, systemNamespace);
  // The namespace of the target goes with it.
  const beside = namespaces.filter((name) => name !== systemNamespace);
  stack.use(await storeNamespaces(cluster, id, beside, environment.broken));
  const programs = stack.use(await supervisedPrograms(path.join(directory, id)));
  const access = await scriptAccess(
    { plan, cluster, kubernetes, instance, namespaces, prefix, directory },
    programs,
    waiting,
  );
  const owned = stack.move();
  return {
    stateDirectory: programs.stateDirectory,
    prefix,
    storage,
    tenancy: plan.tenancy,
    cluster,
    instance,
    ...access,
    namespaces,
    watched: watchedCollection,
    store: storage === 'kubernetes' ? ownResources(cluster, namespaces, prefix) : rowReader(database),
    processes: programs.running,
    showsServers: false,
    scrapers: async (meantime) => {
      const ofTarget = await findTargetScraper({ origin: instance.origin }, meantime);
      return [
        kubeApiServerScraper(cluster.connection),
        mariaDbScraper(environment.database),
        ...(ofTarget === undefined ? [] : [ofTarget]),
      ];
    },
    describe: () =>
      Promise.resolve({
        name: 'kind',
        versions: environment.versions,
        durability: 'relaxed',
        audit: true,
        identity: access.identity,
        settings: { 'limits of the Kubernetes client of the target': 'its own' },
        labels: [...labels],
      }),
    broken: AbortSignal.any([environment.broken, died.signal]),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
