import { randomBytes } from 'node:crypto';
import type { RunningKindEnvironment } from '../../environments/kind/kind.ts';
import { storageModes } from '../../lanes/lane-name.ts';
import { awaitHealthy } from '../await-healthy.ts';
import { clusterAdmin, type ClusterAdmin } from '../cluster-admin.ts';
import { dropDatabase } from '../drop-database.ts';
import { facilities } from '../facility.ts';
import { webhooksFor, type Manifests } from '../manifests.ts';
import { startObjectStore } from '../object-store.ts';
import { serverConfiguration, serverSettings } from '../server-settings.ts';
import type { TargetHost, TargetInstance, TargetOrder } from '../target-host.ts';
import { targetLabel } from '../target-label.ts';
import { variantNames, variants, type Variant } from '../variant.ts';
import type { Waiting } from '../waiting.ts';
import { podDeaths, type PodDeaths } from './pod-deaths.ts';
import { podGroup } from './pod-group.ts';
import { rollOut } from './roll-out.ts';
import { podFolders, podPorts, replicaService, serverName, serverObjects, type ServerImage } from './server-objects.ts';
import { rightsFor } from './server-rights.ts';

/** Keys of the Secret of a server. */
const keys = { certificate: 'tls.crt', key: 'tls.key', password: 'database-password', kubeconfig: 'kubeconfig' };

/** Targets as Deployments of a cluster of ours, each in a namespace of its own. */
class PodHost implements TargetHost {
  readonly facilities = new Set(facilities);
  readonly storageModes = storageModes;
  readonly variants = variantNames;
  readonly #environment: RunningKindEnvironment;
  readonly #image: ServerImage;
  readonly #manifests: Manifests;
  readonly #waiting: Waiting;
  readonly #admin: ClusterAdmin;
  readonly #deaths: PodDeaths;

  constructor(environment: RunningKindEnvironment, image: ServerImage, manifests: Manifests, waiting: Waiting) {
    this.#environment = environment;
    this.#image = image;
    this.#manifests = manifests;
    this.#waiting = waiting;
    this.#admin = clusterAdmin(environment.kubernetes);
    this.#deaths = podDeaths(this.#admin, waiting.signal);
  }

  async prepare(): Promise<void> {
    await this.#admin.applyDefinitions(this.#manifests);
    await this.#environment.restartControllers();
  }

  async start(order: TargetOrder, told: (how: string) => void): Promise<TargetInstance> {
    const { id, storage } = order;
    const variant: Variant = variants[order.variant];
    const environment = this.#environment;
    const labels = targetLabel(id);
    const systemNamespace = `kfp-${id}`;
    const sharedNamespace = `kfp-${id}-shared`;
    const kubernetesUser = `system:serviceaccount:${systemNamespace}:${serverName}`;
    await using stack = new AsyncDisposableStack();
    const objectStore = stack.use(await startObjectStore(environment.hostAddress));
    const database = { ...environment.database, name: `kfp_conformance_${randomBytes(6).toString('hex')}` };
    stack.defer(() => dropDatabase(environment.database, database.name, this.#tell));
    const certificate = await environment.serverCertificate(
      ['', `.${systemNamespace}`, `.${systemNamespace}.svc`].map((suffix) => `${serverName}${suffix}`),
    );
    const ports = Array.from({ length: variant.replicas === 1 ? 1 : variant.replicas + 1 }, () => {
      const port = environment.lendNodePort();
      stack.defer(() => environment.giveBackNodePort(port));
      return port;
    });
    const [port, ...replicaPorts] = ports;
    if (port === undefined) throw new Error('a target has a port');
    const { args, env } = serverSettings(order, {
      config: podFolders.config,
      home: podFolders.home,
      temporary: podFolders.temporary,
      http: `0.0.0.0:${podPorts.http}`,
      rpcPort: podPorts.rpc,
      webhook: `0.0.0.0:${podPorts.webhook}`,
      certificate: `${podFolders.secret}/${keys.certificate}`,
      key: `${podFolders.secret}/${keys.key}`,
      ...(variant.reviewOutage && { kubeconfig: `${podFolders.secret}/${keys.kubeconfig}` }),
      database: { ...database, ...environment.databaseInCluster },
      objectStore: { host: environment.hostAddress, port: objectStore.port },
      systemNamespace,
      sharedNamespace,
    });
    const { DBCONFIG_MYSQLCONFIG_PASSWORD: _inSecret, ...plainEnv } = env;
    for (const namespace of [systemNamespace, sharedNamespace]) {
      await this.#admin.createNamespace(namespace, labels);
      stack.defer(() => this.#removeNamespace(namespace));
    }
    const rights = rightsFor(this.#manifests.serverRights, { id, namespace: systemNamespace });
    for (const right of rights) {
      await this.#admin.apply(right);
      stack.defer(() => this.#remove(right));
    }
    const kubeconfig = variant.reviewOutage ? await this.#kubeconfigOf(id, kubernetesUser, systemNamespace) : undefined;
    const objects = await serverObjects({
      namespace: systemNamespace,
      labels,
      image: this.#image,
      args,
      env: plainEnv,
      secretEnv: { DBCONFIG_MYSQLCONFIG_PASSWORD: keys.password },
      replicas: variant.replicas,
      configuration: { 'config.json': serverConfiguration },
      secrets: {
        [keys.certificate]: certificate.certificate,
        [keys.key]: certificate.key,
        [keys.password]: database.password,
        ...(kubeconfig !== undefined && { [keys.kubeconfig]: kubeconfig }),
      },
      nodePort: port.inCluster,
      podIdentity: !variant.reviewOutage,
    });
    const services = replicaPorts.map(({ inCluster }, index) =>
      replicaService(systemNamespace, labels, index, inCluster),
    );
    if (storage === 'kubernetes' && variant.webhook)
      for (const configuration of webhooksFor(this.#manifests, {
        id,
        ca: certificate.ca,
        sharedKinds: variant.sharedKinds,
        reach: (path) => ({
          service: { name: serverName, namespace: systemNamespace, port: podPorts.webhook, path },
        }),
      })) {
        await this.#admin.apply(configuration);
        stack.defer(() => this.#remove(configuration));
      }
    for (const resource of [...objects, ...services]) await this.#admin.apply(resource);
    const group = podGroup(this.#admin, { namespace: systemNamespace, replicas: variant.replicas }, this.#waiting);
    const origin = `http://127.0.0.1:${port.onHost}`;
    const replicas =
      replicaPorts.length === 0 ? [origin] : replicaPorts.map(({ onHost }) => `http://127.0.0.1:${onHost}`);
    const settled = async (): Promise<void> => {
      for (const [index, each] of [origin, ...replicas].entries()) {
        const name = index === 0 ? systemNamespace : `${systemNamespace}, replica ${index - 1}`;
        await awaitHealthy({ name, url: `${each}/apis/v2beta1/healthz` }, this.#waiting);
      }
    };
    await group.settle();
    await settled();
    const what = `${systemNamespace} (${storage}, variant ${order.variant})`;
    let died = false;
    const running = async () => [...(await group.numbered()).values()];
    const watched = stack.use(
      this.#deaths.watch(systemNamespace, await running(), (how) => {
        died = true;
        told(`a pod of ${what} ${how}`);
      }),
    );
    const owned = stack.move();
    return {
      origin,
      replicas,
      systemNamespace,
      sharedNamespace,
      kubernetesUser,
      database,
      ensureRunning: async () => {
        // Its kubelet starts it again.
        if (!died) return;
        died = false;
        await group.settle();
        await settled();
      },
      process: async (replica = 0) => {
        const pod = (await group.numbered()).get(replica);
        if (pod === undefined) return { identity: 'none', running: false };
        return { identity: `${pod.uid} ${pod.containerId}`, running: await environment.isRunning(pod.containerId) };
      },
      restart: async (replica) => {
        const pods = [...(await group.numbered())].filter(([index]) => replica === undefined || index === replica);
        await group.replace(pods.map(([, pod]) => pod));
        await settled();
        watched.follow(await running());
      },
      rollOut: async () => {
        await rollOut(this.#admin, systemNamespace, this.#waiting);
        await group.settle();
        await settled();
        watched.follow(await running());
      },
      objectStoreRequests: objectStore.requests,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  }

  async #kubeconfigOf(id: string, user: string, namespace: string): Promise<string> {
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
    const { endpoint } = await this.#environment.reviewOutages.start(id, user, groups);
    return this.#environment.podKubeconfig(endpoint, user, groups);
  }

  /** Nothing answers any more where the environment broke, and each would be waited for. */
  async #remove(resource: Parameters<ClusterAdmin['remove']>[0]): Promise<void> {
    if (!this.#environment.broken.aborted) await this.#admin.remove(resource);
  }

  #removeNamespace(name: string): Promise<void> {
    return this.#remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  /** Where the environment broke, that is what there is to tell. */
  readonly #tell = (line: string): void => {
    if (!this.#environment.broken.aborted) this.#waiting.progress(line);
  };
}

export const podHost = (
  environment: RunningKindEnvironment,
  image: ServerImage,
  manifests: Manifests,
  waiting: Waiting,
): TargetHost => new PodHost(environment, image, manifests, waiting);
