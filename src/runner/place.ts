import type { RunningEnvironment } from '../environments/environment.ts';
import type { InstallationOptions } from '../environments/existing/installation.ts';
import { UsageError } from '../failures/usage-error.ts';
import { readManifests } from '../cluster/manifests.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import type { TargetHost } from '../targets/target-host.ts';
import type { Target } from '../targets/target.ts';
import type { Waiting } from '../waiting/waiting.ts';

/** What is started in an environment of the harness's own. */
interface StartedTargetChoice {
  /** `reference`, `binary:PATH` or `image:REF`; in kind also `manifests` */
  readonly target: string;
  readonly manifests?: string;
}

/** Targets as processes on loopback. */
export interface LocalPlace extends StartedTargetChoice {
  readonly environment: 'local';
  readonly databaseUrl?: string;
}

/** How what a run makes is known. */
type RunNames = Pick<InstallationOptions, 'runId' | 'prefixes'>;

/** Targets as pods of a cluster in a container. */
export interface KindPlace extends StartedTargetChoice {
  readonly environment: 'kind';
  readonly nodeImage?: string;
  /** The cluster outlives the run. */
  readonly kept?: boolean;
  /** How what the run makes in a distribution that is deployed as shipped is known. */
  readonly run: RunNames;
}

/** An installation that is there. */
export interface ExistingPlace extends Omit<InstallationOptions, 'directory'> {
  readonly environment: 'existing';
  /** Scenarios that may disturb it. */
  readonly allowed: readonly string[];
}

/** Where a run takes place, and of what. */
export type Place = LocalPlace | KindPlace | ExistingPlace;

/** Where the harness checks itself, on the reference implementation. */
export const selfCheckPlace = (environment: 'local' | 'kind'): Place =>
  environment === 'local'
    ? { environment, target: 'reference' }
    : { environment, target: 'reference', run: { runId: 'self-check', prefixes: [] } };

/** What there is in a place. */
type Opened = Pick<OpenPlace, 'environment' | 'target' | 'host'>;

/** An environment with what starts targets in it. Ending it ends both. */
export interface OpenPlace extends AsyncDisposable {
  readonly environment: RunningEnvironment;
  readonly target: Target;
  readonly host: TargetHost;
}

const until = ({ progress, signal }: Waiting, { broken }: RunningEnvironment): Waiting => ({
  progress,
  signal: AbortSignal.any([signal, broken]),
});

// Each loads what its own place takes: the clients of clusters and containers are most of what there is to load.

const openLocal = async (place: LocalPlace, waiting: Waiting, stack: AsyncDisposableStack): Promise<Opened> => {
  const { local } = await import('../environments/local/local.ts');
  const { processHost } = await import('../targets/processes/process-host.ts');
  const { targetStarter } = await import('../targets/processes/target-process.ts');
  const target = await resolveTarget(place.target, place.manifests);
  const manifests = await readManifests(target, waiting);
  const { databaseUrl } = place;
  const { progress, signal } = waiting;
  const environments = local({ ...(databaseUrl !== undefined && { databaseUrl }) });
  const environment = stack.use(await environments.start(progress, signal));
  const meanwhile = until(waiting, environment);
  const starter = stack.use(await targetStarter(environment, target, meanwhile));
  return { environment, target, host: processHost(environment, starter, manifests, meanwhile) };
};

const openKind = async (place: KindPlace, waiting: Waiting, stack: AsyncDisposableStack): Promise<Opened> => {
  const { kind } = await import('../environments/kind/kind.ts');
  const { podHost } = await import('../targets/pods/pod-host.ts');
  const { serverImage } = await import('../targets/pods/server-image.ts');
  const target = await resolveTarget(place.target, place.manifests);
  const manifests = await readManifests(target, waiting);
  const { nodeImage, kept = false } = place;
  const environments = kind({ kept, ...(nodeImage !== undefined && { nodeImage }) });
  const environment = stack.use(await environments.start(waiting.progress, waiting.signal));
  const meanwhile = until(waiting, environment);
  const image = await serverImage(target, environment, meanwhile);
  return { environment, target, host: podHost(environment, image, manifests, meanwhile) };
};

/** A distribution as shipped: what it deploys is looked at as any installation is, in a cluster that may be disturbed. */
const openShipped = async (
  { manifests, nodeImage, kept = false, run }: KindPlace,
  waiting: Waiting,
  stack: AsyncDisposableStack,
): Promise<Opened> => {
  if (manifests === undefined)
    throw new UsageError('--target manifests: --manifests DIR names the distribution that is to be deployed');
  const { openExisting } = await import('../environments/existing/existing.ts');
  const { installationHost } = await import('../targets/installed/installation-host.ts');
  const { kind } = await import('../environments/kind/kind.ts');
  const { deployShipped, shippedDistribution } = await import('../targets/pods/shipped-distribution.ts');
  const distribution = await shippedDistribution(manifests, waiting);
  const environments = kind({ kept, ...(nodeImage !== undefined && { nodeImage }) });
  const cluster = stack.use(await environments.start(waiting.progress, waiting.signal));
  const meanwhile = until(waiting, cluster);
  await deployShipped(distribution, cluster, meanwhile);
  const { kubeconfigPath } = cluster.kubernetes;
  const options = { ...run, kubeconfig: kubeconfigPath, installationNamespace: distribution.namespace };
  const existing = stack.use(await openExisting(options, meanwhile.progress, meanwhile.signal));
  return {
    environment: {
      ...existing,
      name: 'kind',
      hostAddress: cluster.hostAddress,
      auditEvents: cluster.auditEvents,
      versions: cluster.versions,
      broken: cluster.broken,
      copyLogs: cluster.copyLogs,
    },
    target: { kind: 'installation', executable: manifests, manifestsDirectory: manifests },
    host: installationHost(existing.installation, 'all', meanwhile, ['audit-log']),
  };
};

const openInstalled = async (place: ExistingPlace, waiting: Waiting, stack: AsyncDisposableStack): Promise<Opened> => {
  const { openExisting } = await import('../environments/existing/existing.ts');
  const { installationHost } = await import('../targets/installed/installation-host.ts');
  const environment = stack.use(await openExisting(place, waiting.progress, waiting.signal));
  const { installation } = environment;
  const { endpoint, place: where } = installation.found;
  return {
    environment,
    target: {
      kind: 'installation',
      executable: place.endpoint ?? `Service ${where.namespace}/${where.service}, ${endpoint}`,
    },
    host: installationHost(installation, place.allowed, waiting),
  };
};

const open = (place: Place, waiting: Waiting, stack: AsyncDisposableStack): Promise<Opened> => {
  switch (place.environment) {
    case 'local':
      return openLocal(place, waiting, stack);
    case 'kind':
      return place.target === 'manifests' ? openShipped(place, waiting, stack) : openKind(place, waiting, stack);
    case 'existing':
      return openInstalled(place, waiting, stack);
  }
};

/** Throws an EnvironmentError or a UsageError, and then nothing is left. */
export const openPlace = async (place: Place, waiting: Waiting): Promise<OpenPlace> => {
  await using stack = new AsyncDisposableStack();
  const opened = await open(place, waiting, stack);
  const owned = stack.move();
  return { ...opened, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
