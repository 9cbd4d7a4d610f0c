import { callerConnection } from '../../clients/rest-access.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import type { Lease, LeaseRequest, TargetHost, TargetInstance, ProbeIdentity } from '../target-host.ts';
import type { Capability } from '../../contract/capability.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { readWriteLock } from '../../waiting/read-write-lock.ts';
import { healthOf, untilHealthy } from '../../environments/existing/preflight/health.ts';
import { installedReplicas, type InstalledReplicas } from './installed-replicas.ts';
import type { OpenInstallation } from '../../environments/existing/installation.ts';
import {
  offeredCapabilities,
  offeredVariants,
  offersUsers,
  readyReplicas,
  missingPermissions,
} from '../../environments/existing/preflight/offers.ts';
import { pipelineNamespaces } from '../../environments/existing/preflight/pipeline-namespaces.ts';
import { startPortForward } from '../../environments/existing/connection/port-forward.ts';

const notOffered = (part: string): EnvironmentError =>
  new EnvironmentError(`the harness must not access ${part} of an installation`);

/** The origins of the replicas, each through its own port-forward; with one replica, the origin of the installation. */
const originsOf = async (
  { found, rest, connector }: OpenInstallation,
  replicas: InstalledReplicas | undefined,
  stack: AsyncDisposableStack,
  { progress }: Waiting,
): Promise<readonly string[]> => {
  if (replicas === undefined || !offeredCapabilities(found).has('replicas')) return [rest.server.origin];
  const origins: string[] = [];
  for (let replica = 0; replica < readyReplicas(found); replica += 1) {
    const choosePod = () => replicas.podOf(replica);
    origins.push(stack.use(await startPortForward({ connector, choosePod, report: progress })).origin);
  }
  return origins;
};

/**
 * The user and the namespace of the probe: the clean-up user, in a namespace of the run in multi-user mode, else in the
 * namespace of the pipelines.
 */
const probeIdentityOf = (installation: OpenInstallation): ProbeIdentity => {
  const { cleanupUser, found, ownPrefix } = installation;
  const namespace = found.pool[0] ?? `ns-${ownPrefix}-trial`;
  return {
    user: cleanupUser,
    namespace: found.health.multiUser ? namespace : pipelineNamespaces(found).system,
    prefix: ownPrefix,
  };
};

/**
 * Grants leases in the order of requests: a disruptive lease excludes all others, and each lease has its own
 * namespaces.
 */
const leaseGranter = (
  { found, pool, removeScenario }: OpenInstallation,
  { signal }: Waiting,
): ((request: LeaseRequest) => Promise<Lease>) => {
  const lock = readWriteLock(signal);
  return async ({ disruptive, namespaces: count }) => {
    const hold = await lock.acquire({ exclusive: disruptive });
    try {
      const lent = await pool?.acquire(count, signal);
      const cleanUp = async (prefix: string): Promise<void> => {
        try {
          // An empty prefix means that the scenario has not created any objects.
          if (found.health.multiUser && prefix !== '') await removeScenario(prefix);
        } finally {
          if (lent !== undefined) await pool?.release(lent);
        }
      };
      return {
        ...(lent !== undefined && { namespaces: lent }),
        release: async (prefix) => {
          try {
            await cleanUp(prefix);
          } finally {
            hold.release();
          }
        },
      };
    } catch (cause) {
      hold.release();
      throw cause;
    }
  };
};

/**
 * An existing installation as the only target: it was running before the run and continues after it. `more`:
 * capabilities that the cluster offers in addition.
 */
export const installationHost = (
  installation: OpenInstallation,
  allowed: readonly string[] | 'all',
  waiting: Waiting,
  more: readonly Capability[] = [],
): TargetHost => {
  const { found, cluster, rest } = installation;
  const { apiServer, place } = found;
  const capabilities = new Set([...offeredCapabilities(found), ...more]);
  const deployment = apiServer?.deployment;
  const replicas =
    deployment !== undefined && found.rights['list pods']
      ? installedReplicas({ cluster, place, deployment: deployment.name, count: readyReplicas(found) }, waiting)
      : undefined;
  return {
    installed: true,
    capabilities,
    storageModes: [found.storage.mode],
    variants: offeredVariants(found),
    unavailable: { ...missingPermissions(found), namespaces: 'name more in --namespace-pool' },
    ...(installation.pool !== undefined && { namespaceLimit: installation.pool.size }),
    digests: async () => {
      if (replicas === undefined)
        throw new EnvironmentError(
          deployment === undefined
            ? `the Deployment of Service ${place.namespace}/${place.service} was not found or could not be read`
            : `the user of the context may not list pods in namespace ${place.namespace}`,
        );
      return replicas.digests();
    },
    ownLabels: installation.ownLabels,
    probeAs: probeIdentityOf(installation),
    lease: leaseGranter(installation, waiting),
    mayDisrupt: (scenario) => allowed === 'all' || allowed.includes(scenario),
    prepare: async () => {
      // The namespaces of a pool already exist.
      if (offersUsers(found) && installation.pool === undefined)
        await installation.createNamespace(probeIdentityOf(installation).namespace);
    },
    start: async (): Promise<TargetInstance> => {
      await using stack = new AsyncDisposableStack();
      const origins = await originsOf(installation, replicas, stack, waiting);
      const { system, shared } = pipelineNamespaces(found);
      const caller = callerConnection(rest);
      const connections = [...new Set([rest.server.origin, ...origins])].map((origin) => ({ ...caller, origin }));
      const disrupt = async (part: string, act: (replicas: InstalledReplicas) => Promise<void>): Promise<void> => {
        if (replicas === undefined) throw notOffered(part);
        await act(replicas);
        await untilHealthy(connections, waiting);
      };
      const owned = stack.move();
      return {
        origin: rest.server.origin,
        rest,
        ensureRunning: async () => void (await healthOf(caller)),
        replicas: origins,
        systemNamespace: system,
        sharedNamespace: shared,
        kubernetesUser: `system:serviceaccount:${place.namespace}:${deployment?.serviceAccount ?? 'default'}`,
        // Without the permission to list pods the process is assumed to run: the harness must not start another one.
        process: async (replica = 0) => replicas?.state(replica) ?? { identity: 'not seen', running: true },
        restart: (replica) => disrupt('a process', (one) => one.restart(replica)),
        rollOut: () => disrupt('the Deployment', (one) => one.rollOut()),
        objectStoreRequests: () => {
          throw notOffered('the object store');
        },
        [Symbol.asyncDispose]: () => owned.disposeAsync(),
      };
    },
  };
};
