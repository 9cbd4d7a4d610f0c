import type { Json } from '../../clients/json-response.ts';
import type { KeyPair } from '../../certificates/authority.ts';
import type { RunningKindEnvironment } from '../../environments/kind/running-kind-environment.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { AllocatedPort } from '../../environments/kind/node-ports.ts';
import { storageModes } from '../../contract/lane-name.ts';
import { awaitHealthy } from '../await-healthy.ts';
import { applyDefinitions } from '../../cluster/apply-definitions.ts';
import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { createNamespace } from '../../cluster/create-namespace.ts';
import { serverImageDigests } from '../../cluster/server-image-digests.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { objectPath } from '../../cluster/object-path.ts';
import { capabilities } from '../../contract/capability.ts';
import { webhooksFor, type Manifests } from '../../cluster/manifests.ts';
import { startObjectStore, type ObservedObjectStore } from '../object-store.ts';
import { serverConfiguration, serverSettings, type ServerPaths } from '../server-settings.ts';
import type { NamedDatabase, TargetHost, TargetInstance, TargetSpec } from '../target-host.ts';
import { targetDatabase } from '../target-database.ts';
import { targetWebhooks, type TargetWebhooks } from '../target-webhooks.ts';
import { targetLabel } from '../../cluster/target-label.ts';
import { variantNames, variants, type Variant } from '../../contract/variant.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { podDeaths, type PodDeaths } from './pod-deaths.ts';
import { podGroup } from './pod-group.ts';
import { rollOut } from '../../cluster/roll-out.ts';
import { podFolders, podPorts, replicaService, serverObjects, type ServerImage } from './server-objects.ts';
import { serverName } from '../../contract/server-name.ts';
import { rightsFor } from './server-rights.ts';

/** Keys of the Secret of a server. */
const keys = { certificate: 'tls.crt', key: 'tls.key', password: 'database-password', kubeconfig: 'kubeconfig' };

/** The resources of one target besides its pods. */
interface Site {
  readonly id: string;
  readonly variant: Variant;
  readonly labels: Readonly<Record<string, string>>;
  readonly systemNamespace: string;
  readonly sharedNamespace: string;
  readonly kubernetesUser: string;
  readonly objectStore: ObservedObjectStore;
  readonly database: NamedDatabase;
  readonly certificate: KeyPair & { readonly ca: string };
  /** The port of the Service for all replicas; if there are several, each also has its own. */
  readonly port: AllocatedPort;
  readonly replicaPorts: readonly AllocatedPort[];
}

/** Targets as Deployments in a kind cluster, each in its own namespace. */
class PodHost implements TargetHost {
  readonly capabilities = new Set(capabilities);
  readonly storageModes = storageModes;
  readonly variants = variantNames;
  readonly #environment: RunningKindEnvironment;
  readonly #image: ServerImage;
  readonly #manifests: Manifests;
  readonly #waiting: Waiting;
  readonly #cluster: ClusterClient;
  readonly #deaths: PodDeaths;

  constructor(environment: RunningKindEnvironment, image: ServerImage, manifests: Manifests, waiting: Waiting) {
    this.#environment = environment;
    this.#image = image;
    this.#manifests = manifests;
    this.#waiting = waiting;
    this.#cluster = clusterClient(connectionOf(environment.kubernetes));
    this.#deaths = podDeaths(this.#cluster, waiting);
  }

  /** In addition to those of the engine: the digests that the node knows its image by, as those of an installation. */
  async digests(): Promise<readonly string[]> {
    const pods = await this.#cluster.list('/api/v1/pods', { labelSelector: `app=${serverName}` });
    return [...(this.#image.digests ?? []), ...serverImageDigests(pods ?? [])];
  }

  async prepare(): Promise<void> {
    await applyDefinitions(this.#cluster, this.#manifests, this.#waiting);
    await this.#environment.restartControllers();
  }

  async start(spec: TargetSpec, died: (how: string) => void): Promise<TargetInstance> {
    await using stack = new AsyncDisposableStack();
    const site = await this.#prepareSite(spec, stack);
    await this.#makeNamespaces(site, stack);
    await this.#grantRights(site, stack);
    const objects = await this.#objectsOf(spec, site);
    const webhooks =
      spec.storage === 'kubernetes' && site.variant.webhook ? stack.use(this.#webhooksOf(site)) : undefined;
    if (spec.webhooks !== 'later') await webhooks?.apply();
    for (const resource of objects) await this.#cluster.apply(resource);
    return {
      ...(await this.#instance(spec, site, died, stack)),
      ...(webhooks !== undefined && { applyWebhooks: webhooks.apply }),
    };
  }

  async #prepareSite(spec: TargetSpec, stack: AsyncDisposableStack): Promise<Site> {
    const { id } = spec;
    const environment = this.#environment;
    const variant: Variant = variants[spec.variant];
    const systemNamespace = `kfp-${id}`;
    const objectStore = stack.use(await startObjectStore(environment.hostAddress));
    const { database } = stack.use(targetDatabase(spec, environment.database, this.#report));
    const allocatePort = (): AllocatedPort => {
      const lent = environment.allocateNodePort();
      stack.defer(() => environment.releaseNodePort(lent));
      return lent;
    };
    return {
      id,
      variant,
      labels: targetLabel(id),
      systemNamespace,
      sharedNamespace: `${systemNamespace}-shared`,
      kubernetesUser: `system:serviceaccount:${systemNamespace}:${serverName}`,
      objectStore,
      database,
      certificate: await environment.serverCertificate(
        ['', `.${systemNamespace}`, `.${systemNamespace}.svc`].map((suffix) => `${serverName}${suffix}`),
      ),
      port: allocatePort(),
      replicaPorts: variant.replicas === 1 ? [] : Array.from({ length: variant.replicas }, allocatePort),
    };
  }

  async #makeNamespaces(
    { systemNamespace, sharedNamespace, labels }: Site,
    stack: AsyncDisposableStack,
  ): Promise<void> {
    for (const namespace of [systemNamespace, sharedNamespace]) {
      await createNamespace(this.#cluster, namespace, { labels, mayExist: true });
      stack.defer(() => this.#removeNamespace(namespace));
    }
  }

  /** Grants the permissions that the manifests give their server, under names of this target. */
  async #grantRights({ id, systemNamespace }: Site, stack: AsyncDisposableStack): Promise<void> {
    for (const right of rightsFor(this.#manifests.serverRights, { id, namespace: systemNamespace })) {
      await this.#cluster.apply(right);
      stack.defer(() => this.#remove(right));
    }
  }

  #webhooksOf({ id, certificate, systemNamespace: namespace, variant }: Site): TargetWebhooks {
    const configurations = webhooksFor(this.#manifests, {
      id,
      ca: certificate.ca,
      sharedKinds: variant.sharedKinds,
      reach: (path) => ({ service: { name: serverName, namespace, port: podPorts.webhook, path } }),
    });
    return targetWebhooks(configurations, this.#cluster, this.#environment.broken);
  }

  /** The Deployment, its Services and the objects that they depend on, in the order of creation. */
  async #objectsOf(spec: TargetSpec, site: Site): Promise<readonly Json[]> {
    const { variant, systemNamespace: namespace, labels, database, certificate } = site;
    const { args, env } = serverSettings(spec, this.#pathsOf(site));
    const { DBCONFIG_MYSQLCONFIG_PASSWORD: _inSecret, ...plainEnv } = env;
    const server = await serverObjects({
      namespace,
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
        ...(variant.reviewOutage && { [keys.kubeconfig]: await this.#kubeconfigOf(site) }),
      },
      nodePort: site.port.inCluster,
      podIdentity: !variant.reviewOutage,
    });
    return [
      ...server,
      ...site.replicaPorts.map(({ inCluster }, index) => replicaService(namespace, labels, index, inCluster)),
    ];
  }

  #pathsOf({ variant, database, objectStore, systemNamespace, sharedNamespace }: Site): ServerPaths {
    return {
      config: podFolders.config,
      home: podFolders.home,
      temporary: podFolders.temporary,
      http: `0.0.0.0:${podPorts.http}`,
      rpcPort: podPorts.rpc,
      webhook: `0.0.0.0:${podPorts.webhook}`,
      certificate: `${podFolders.secret}/${keys.certificate}`,
      key: `${podFolders.secret}/${keys.key}`,
      ...(variant.reviewOutage && { kubeconfig: `${podFolders.secret}/${keys.kubeconfig}` }),
      database: { ...database, ...this.#environment.databaseInCluster },
      objectStore: { host: this.#environment.hostAddress, port: objectStore.port },
      systemNamespace,
      sharedNamespace,
    };
  }

  /** Waits until the pods of the applied server are ready and answer. */
  async #instance(
    { storage, variant: name }: TargetSpec,
    site: Site,
    died: (how: string) => void,
    stack: AsyncDisposableStack,
  ): Promise<TargetInstance> {
    const { systemNamespace, sharedNamespace, kubernetesUser, database, objectStore, variant } = site;
    const group = podGroup(this.#cluster, { namespace: systemNamespace, replicas: variant.replicas }, this.#waiting);
    const originOf = ({ onHost }: AllocatedPort) => `http://127.0.0.1:${onHost}`;
    const origin = originOf(site.port);
    const replicaOrigins = site.replicaPorts.map(originOf);
    const answering = async (): Promise<void> => {
      for (const [index, each] of [origin, ...replicaOrigins].entries()) {
        const server = index === 0 ? systemNamespace : `${systemNamespace}, replica ${index - 1}`;
        await awaitHealthy({ name: server, url: `${each}/apis/v2beta1/healthz` }, this.#waiting);
      }
    };
    const settled = async (): Promise<void> => {
      await group.settle();
      await answering();
    };
    const running = async () => [...(await group.numbered()).values()];
    await settled();
    let hasDied = false;
    const watched = stack.use(
      this.#deaths.watch(systemNamespace, await running(), (how) => {
        hasDied = true;
        died(`a pod of ${systemNamespace} (${storage}, variant ${name}) ${how}`);
      }),
    );
    const owned = stack.move();
    return {
      origin,
      replicas: replicaOrigins.length === 0 ? [origin] : replicaOrigins,
      systemNamespace,
      sharedNamespace,
      kubernetesUser,
      database,
      ensureRunning: async () => {
        if (!hasDied) return;
        hasDied = false;
        await settled();
      },
      process: async (replica = 0) => {
        const pod = (await group.numbered()).get(replica);
        if (pod === undefined) return { identity: 'none', running: false };
        return {
          identity: `${pod.uid} ${pod.containerId}`,
          running: await this.#environment.isRunning(pod.containerId),
        };
      },
      restart: async (replica) => {
        const pods = [...(await group.numbered())].filter(([index]) => replica === undefined || index === replica);
        if (pods.length === 0)
          throw new EnvironmentError(
            `expected a running pod of ${systemNamespace}${replica === undefined ? '' : `, replica ${replica}`} to replace, found none`,
          );
        await group.replace(pods.map(([, pod]) => pod));
        await answering();
        watched.follow(await running());
      },
      rollOut: async () => {
        await rollOut(this.#cluster, systemNamespace, serverName, this.#waiting);
        await settled();
        watched.follow(await running());
      },
      objectStore: `http://${this.#environment.hostAddress}:${objectStore.port}`,
      objectStoreRequests: objectStore.requests,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  }

  async #kubeconfigOf({ id, kubernetesUser: user, systemNamespace: namespace }: Site): Promise<string> {
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
    const { endpoint } = await this.#environment.reviewOutages.start(id, user, groups);
    return this.#environment.podKubeconfig(endpoint, user, groups);
  }

  /** In a broken environment no component answers, and every deletion would wait for its time-out. */
  async #remove(resource: Json): Promise<void> {
    if (!this.#environment.broken.aborted) await this.#cluster.delete(objectPath(resource));
  }

  #removeNamespace(name: string): Promise<void> {
    return this.#remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  /** Suppresses follow-up errors of a broken environment. */
  readonly #report = (line: string): void => {
    if (!this.#environment.broken.aborted) this.#waiting.progress(line);
  };
}

export const podHost = (
  environment: RunningKindEnvironment,
  image: ServerImage,
  manifests: Manifests,
  waiting: Waiting,
): TargetHost => new PodHost(environment, image, manifests, waiting);
