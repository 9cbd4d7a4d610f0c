import { clusterClient, type ClusterClient } from '../cluster/cluster-client.ts';
import { connectionOf } from '../cluster/kubernetes-access.ts';
import { createNamespace } from '../cluster/create-namespace.ts';
import { targetLabel } from '../cluster/target-label.ts';
import { readManifests } from '../cluster/manifests.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import type { Tenancy } from '../contract/variant.ts';
import { local } from '../environments/local/local.ts';
import type { RunningLocalEnvironment } from '../environments/local/running-local-environment.ts';
import { processHost } from '../targets/processes/process-host.ts';
import { targetStarter } from '../targets/processes/target-process.ts';
import type { StoppedServer } from '../processes/stopped-server.ts';
import type { StartableTarget } from '../targets/target.ts';
import type { NamedDatabase, TargetInstance } from '../targets/target-host.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { LoadRecord } from './load-record.ts';
import type { Plan } from './plan.ts';
import { namespacesOf, scriptAccess, type ScriptAccess } from './script-access.ts';
import { objectPrefix } from './script-variables.ts';
import { resourceReader, rowReader, type StoreReader } from './store-reader.ts';
import type { SampledProcess } from './sampling/proc/process-reader.ts';
import { etcdScraper } from './sampling/scrape/etcd.ts';
import { kubeApiServerScraper } from './sampling/scrape/kube-apiserver.ts';
import { mariaDbScraper } from './sampling/scrape/mariadb.ts';
import type { Scraper } from './sampling/scrape/scraper.ts';
import { findTargetScraper } from './sampling/scrape/target.ts';
import { watchedCollection } from './watch/collection.ts';
import { targetLogTail } from './target-log.ts';

/** The name of the database of the target of every bench: a restored store has it under the same name. */
const databaseName = 'kfp_conformance_load';
/** The variant of the target for a tenancy. Neither raises the limits of the target's client: a measurement has its own. */
export const variantFor = { 'single-user': 'default', 'multi-user': 'multi-user' } as const;

/** The id of the target of every bench, for the same reason: its namespace is made of it. */
const targetId = 'load';

export interface BenchOptions extends Waiting {
  readonly plan: Plan;
  readonly target: StartableTarget;
  readonly storage: StorageMode;
  /** The folder of a snapshot of the store; absent: the store is empty. */
  readonly from?: string;
  /** Whether the target's webhooks see writes to the Kubernetes API. */
  readonly webhooks: boolean;
}

/** One store, the target that serves it, and k6 beside both. Disposing of it removes the store. */
export interface Bench extends ScriptAccess, AsyncDisposable {
  /** A private folder for the files of scripts. */
  readonly stateDirectory: string;
  /** The prefix of the names of all its objects. */
  readonly prefix: string;
  readonly storage: StorageMode;
  readonly tenancy: Tenancy;
  readonly cluster: ClusterClient;
  readonly instance: TargetInstance;
  /** A file with the bearer token of its requests by REST, read for each. */
  readonly restTokenFile?: string;
  /** The namespaces with pipelines, in the order of `namespaceOf`. */
  readonly namespaces: readonly string[];
  /** The collection of its pipelines that watches follow. */
  readonly watched: string;
  readonly store: StoreReader;
  /** The processes of this machine that belong to it and run now. */
  processes(): readonly SampledProcess[];
  /** Whether the servers are among them: else nobody knows how busy they are. */
  readonly showsServers: boolean;
  /** Whether requests by REST go through the harness, which then is a part of the generator. */
  readonly relaysRest?: boolean;
  /** The scrapers of servers whose numbers are those of this bench alone. */
  scrapers(signal: AbortSignal): Promise<readonly Scraper[]>;
  /** What a report says of the environment. */
  describe(): Promise<NonNullable<LoadRecord['environment']>>;
  /** Ends kube-apiserver, to be started again. Absent: it is not the harness's. */
  stopApiServer?(): Promise<StoppedServer>;
  /** Aborted with an EnvironmentError when a server of the store, or the target, ends by itself. */
  readonly broken: AbortSignal;
}

/** A bench of servers that are processes of this machine. Disposing of it ends all of them. */
export interface LocalBench extends Bench {
  readonly environment: RunningLocalEnvironment;
  /** The database of the target. */
  readonly database: NamedDatabase;
  /** Ends the target alone, before its store is saved. */
  endTarget(): Promise<void>;
}

const localScrapers = async (
  { etcdEndpoint, kubernetes, database }: RunningLocalEnvironment,
  origin: string,
  signal: AbortSignal,
): Promise<readonly Scraper[]> => {
  const ofTarget = await findTargetScraper({ origin }, signal);
  return [
    etcdScraper(etcdEndpoint),
    kubeApiServerScraper(connectionOf(kubernetes)),
    mariaDbScraper(database),
    ...(ofTarget === undefined ? [] : [ofTarget]),
  ];
};

const describeLocal = async (
  environment: RunningLocalEnvironment,
  identity: string,
): Promise<NonNullable<LoadRecord['environment']>> => {
  const { settings, labels } = await environment.reportedSettings();
  return {
    name: environment.name,
    versions: environment.versions,
    durability: settings['durability'] === 'relaxed' ? 'relaxed' : 'full',
    audit: settings['kube-apiserver audit'] !== 'off',
    identity,
    settings: { ...settings, 'limits of the Kubernetes client of the target': 'its own' },
    labels: [...labels],
  };
};

/** Starts a store with its target. Throws an EnvironmentError or a UsageError after it has cleaned up. */
export const openBench = async ({
  plan,
  target,
  storage,
  from,
  webhooks,
  progress,
  signal,
}: BenchOptions): Promise<LocalBench> => {
  await using stack = new AsyncDisposableStack();
  const waiting = { progress, signal };
  const manifests = await readManifests(target, waiting);
  const environment = stack.use(
    await local({
      purpose: 'measurement',
      durability: plan.durability,
      ...(from !== undefined && { from }),
    }).start(progress, signal),
  );
  const died = new AbortController();
  const meanwhile = { progress, signal: AbortSignal.any([signal, environment.broken]) };
  const starter = stack.use(await targetStarter(environment, target, meanwhile));
  const host = processHost(environment, starter, manifests, meanwhile);
  await host.prepare();
  // Disposing of it a second time does nothing.
  const ofTarget = stack.use(new AsyncDisposableStack());
  const instance = ofTarget.use(
    await host.start(
      {
        id: targetId,
        storage,
        variant: variantFor[plan.tenancy],
        database: databaseName,
        webhooks: webhooks ? 'at-start' : 'later',
        clientLimits: 'own',
      },
      (how) => died.abort(new EnvironmentError(how, { logTail: targetLogTail(environment.stateDirectory) })),
    ),
  );
  const cluster = clusterClient(connectionOf(environment.kubernetes));
  const { systemNamespace } = instance;
  const namespaces = namespacesOf(plan, systemNamespace);
  const directory = environment.stateDirectory;
  // A target that stores pipelines in a database needs no namespace; the measuring user does.
  for (const namespace of new Set([systemNamespace, ...namespaces]))
    await createNamespace(cluster, namespace, { labels: targetLabel(targetId), mayExist: true });
  const { kubernetes } = environment;
  const access = await scriptAccess(
    { plan, cluster, kubernetes, instance, namespaces, prefix: objectPrefix, directory },
    environment,
    meanwhile,
  );
  const database = { ...environment.database, name: databaseName };
  const owned = stack.move();
  return {
    environment,
    stateDirectory: directory,
    prefix: objectPrefix,
    storage,
    tenancy: plan.tenancy,
    cluster,
    instance,
    database,
    ...access,
    namespaces,
    broken: AbortSignal.any([environment.broken, died.signal]),
    endTarget: () => ofTarget.disposeAsync(),
    watched: watchedCollection,
    store: storage === 'kubernetes' ? resourceReader(cluster) : rowReader(database),
    processes: environment.processes,
    showsServers: true,
    scrapers: (meantime) => localScrapers(environment, instance.origin, meantime),
    describe: () => describeLocal(environment, access.identity),
    stopApiServer: () => environment.stopApiServer(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
