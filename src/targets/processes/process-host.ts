import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import { storageModes } from '../../contract/lane-name.ts';
import { applyDefinitions } from '../../cluster/apply-definitions.ts';
import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { createNamespace } from '../../cluster/create-namespace.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { capabilities } from '../../contract/capability.ts';
import { webhooksFor, type Manifests } from '../../cluster/manifests.ts';
import { startObjectStore } from '../object-store.ts';
import type { TargetHost, TargetInstance, TargetSpec } from '../target-host.ts';
import { targetDatabase } from '../target-database.ts';
import { targetWebhooks, type TargetWebhooks } from '../target-webhooks.ts';
import { targetLabel } from '../../cluster/target-label.ts';
import { variantNames, variants, type Variant } from '../../contract/variant.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { startBalancer } from './balancer.ts';
import type { Launch } from './launch.ts';
import { PortTakenError } from './port-taken.ts';
import { targetUser } from './target-identity.ts';
import type { TargetProcess, TargetStarter } from './target-process.ts';
import { targetProcesses, type TargetProcesses } from './target-processes.ts';

/** The number of attempts to start a target when another process takes one of its ports. */
const startLimit = 3;

interface Replica {
  readonly launch: Launch;
  process: TargetProcess;
}

/** Targets as processes on loopback. */
class ProcessHost implements TargetHost {
  readonly capabilities = new Set(capabilities.filter((capability) => capability !== 'cluster'));
  readonly storageModes = storageModes;
  readonly variants = variantNames;
  readonly #environment: RunningLocalEnvironment;
  readonly #manifests: Manifests;
  readonly #waiting: Waiting;
  readonly #processes: TargetProcesses;
  readonly #digests: readonly string[];
  readonly #cluster: ClusterClient;

  constructor(environment: RunningLocalEnvironment, starter: TargetStarter, manifests: Manifests, waiting: Waiting) {
    this.#environment = environment;
    this.#manifests = manifests;
    this.#waiting = waiting;
    this.#digests = starter.digests;
    this.#processes = targetProcesses(environment, starter, waiting);
    this.#cluster = clusterClient(connectionOf(environment.kubernetes));
  }

  digests(): Promise<readonly string[]> {
    return Promise.resolve(this.#digests);
  }

  async prepare(): Promise<void> {
    await applyDefinitions(this.#cluster, this.#manifests, this.#waiting);
    await this.#environment.restartControllers();
  }

  async start(spec: TargetSpec, died: (how: string) => void): Promise<TargetInstance> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#startOnce(spec, died);
      } catch (cause) {
        if (!(cause instanceof PortTakenError) || attempt === startLimit) throw cause;
        this.#waiting.progress('another process took a port of the target; starting the target again on other ports');
      }
    }
  }

  async #startOnce(spec: TargetSpec, died: (how: string) => void): Promise<TargetInstance> {
    const { id, storage } = spec;
    const variant: Variant = variants[spec.variant];
    const environment = this.#environment;
    await using stack = new AsyncDisposableStack();
    const objectStore = stack.use(await startObjectStore('127.0.0.1'));
    const { database } = stack.use(targetDatabase(spec, environment.database, this.#report));
    const settings = {
      systemNamespace: `kfp-${id}`,
      sharedNamespace: `kfp-${id}-shared`,
      database,
      objectStorePort: objectStore.port,
    };
    const webhookCertificate = await environment.serverCertificate(`webhook-${id}`);
    const replicas: Replica[] = [];
    const running = () => replicas.filter(({ process }) => this.#processes.isRunning(process));
    const launches = await Promise.all(
      Array.from({ length: variant.replicas }, async (_, index): Promise<Launch> => ({
        ...spec,
        ...settings,
        name: `target-${id}${index === 0 ? '' : `-${index + 1}`}`,
        webhookCertificate,
        httpPort: await environment.freePort(),
        rpcPort: await environment.freePort(),
        webhookPort: await environment.freePort(),
      })),
    );
    const entryPort = async (port: 'httpPort' | 'webhookPort'): Promise<number> => {
      const [only] = launches;
      if (launches.length === 1 && only !== undefined) return only[port];
      return stack.use(await startBalancer(() => running().map(({ launch }) => launch[port]))).port;
    };
    const [httpPort, webhookPort] = [await entryPort('httpPort'), await entryPort('webhookPort')];
    let webhooks: TargetWebhooks | undefined;
    if (storage === 'kubernetes') {
      for (const namespace of [settings.systemNamespace, settings.sharedNamespace])
        await createNamespace(this.#cluster, namespace, { labels: targetLabel(id), mayExist: true });
      if (variant.webhook) {
        const configurations = webhooksFor(this.#manifests, {
          id,
          ca: webhookCertificate.ca,
          sharedKinds: variant.sharedKinds,
          reach: (path) => ({ url: `https://127.0.0.1:${webhookPort}${path}` }),
        });
        webhooks = stack.use(targetWebhooks(configurations, this.#cluster, environment.broken));
        if (spec.webhooks !== 'later') await webhooks.apply();
      }
    }
    stack.defer(async () => {
      await Promise.all(replicas.map(({ process }) => this.#processes.kill(process)));
    });
    // Sequentially, because the first replica creates the tables.
    for (const launch of launches) replicas.push({ launch, process: await this.#processes.start(launch, died) });
    const replicaAt = (index: number): Replica => {
      const replica = replicas[index];
      if (replica === undefined)
        throw new Error(`target ${id} has ${replicas.length} replicas; there is no replica ${index}`);
      return replica;
    };
    const restart = async (replica: Replica): Promise<void> => {
      await this.#processes.kill(replica.process);
      replica.process = await this.#processes.start(replica.launch, died);
    };
    const owned = stack.move();
    const originOf = (port: number) => `http://127.0.0.1:${port}`;
    return {
      ...settings,
      origin: originOf(httpPort),
      replicas: launches.map((launch) => originOf(launch.httpPort)),
      kubernetesUser: targetUser(id),
      ensureRunning: async () => {
        for (const replica of replicas) if (!this.#processes.isRunning(replica.process)) await restart(replica);
      },
      process: async (index = 0) => {
        const { process } = replicaAt(index);
        return { identity: process.identity, running: this.#processes.isRunning(process) };
      },
      restart: async (index) => {
        for (const replica of index === undefined ? replicas : [replicaAt(index)]) await restart(replica);
      },
      stop: async () => {
        await Promise.all(replicas.map(({ process }) => this.#processes.kill(process)));
        return {
          start: async () => {
            for (const replica of replicas) replica.process = await this.#processes.start(replica.launch, died);
          },
        };
      },
      rollOut: () =>
        Promise.reject(new Error('a process on loopback cannot be rolled out: declare the capability "cluster"')),
      ...(webhooks !== undefined && { applyWebhooks: webhooks.apply }),
      objectStore: originOf(objectStore.port),
      objectStoreRequests: objectStore.requests,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  }

  /** Suppresses follow-up errors of a broken environment. */
  readonly #report = (line: string): void => {
    if (!this.#environment.broken.aborted) this.#waiting.progress(line);
  };
}

export const processHost = (
  environment: RunningLocalEnvironment,
  starter: TargetStarter,
  manifests: Manifests,
  waiting: Waiting,
): TargetHost => new ProcessHost(environment, starter, manifests, waiting);
