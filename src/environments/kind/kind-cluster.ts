import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GenericContainer, PullPolicy, Wait, type StartedTestContainer } from 'testcontainers';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import { engineApi, type EngineApi } from '../../containers/engine-api.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { bootstrapNode } from './bootstrap-node.ts';
import { instanceLabel, nodeLabels, ownedLabels, type Labels } from './cluster-labels.ts';
import { clusterNetwork } from './cluster-network.ts';
import type { NodeAudit } from './kubeadm-configuration.ts';
import { keepNodeEvidence } from './node-diagnostics.ts';
import { reapClusters, removeClusters } from './reap-clusters.ts';
import { watchOwner } from './owner-watch.ts';
import { StartedKindCluster } from './started-kind-cluster.ts';
import { useEngine } from './use-engine.ts';
import { patience } from '../../waiting/slowness.ts';

/** A cluster to be started. */
export interface KindClusterOptions {
  readonly engine: ContainerEngine;
  /** A node image that the engine has or can pull. */
  readonly image: string;
  /** Stands on everything of the cluster as a label. */
  readonly runId: string;
  /** As kind's commands name it; invented where it is left out. */
  readonly name?: string;
  /** Ports of the node (NodePorts, hostPorts) to be published on loopback besides the API server's. */
  readonly ports?: readonly number[];
  /** Where its API server writes down what it is asked: a folder of this machine, and what it is in the node. */
  readonly audit?: NodeAudit & { readonly source: string };
  /** Whether it outlives this process. */
  readonly kept?: boolean;
  /** Folder for what the node says of itself when it does not become ready. */
  readonly evidence?: string;
}

const bootMs = 120_000;
/** kind waits for either; this node may be used only from the first on. */
const booted = /Reached target .*Multi-User System/;
const consoleLines = 200;

/** A Kubernetes cluster of one node in a container, driven as kind drives its nodes. */
export class KindCluster extends GenericContainer {
  readonly #options: KindClusterOptions;
  readonly name: string;
  readonly #owned: Labels;
  readonly #console: string[] = [];

  constructor(options: KindClusterOptions) {
    super(options.image);
    this.#options = options;
    this.name = options.name ?? `kfp-conformance-${randomBytes(4).toString('hex')}`;
    this.#owned = ownedLabels(options.runId, options.kept ?? false);
    const node = this.nodeName;
    this.withName(node)
      .withHostname(node)
      .withPrivilegedMode()
      .withSecurityOpt('seccomp=unconfined', 'apparmor=unconfined')
      .withTmpFs({ '/tmp': '', '/run': '' })
      .withEnvironment({ KUBECONFIG: '/etc/kubernetes/admin.conf' })
      .withExposedPorts(6443, ...(options.ports ?? []))
      .withLabels({ ...nodeLabels(this.name), ...this.#owned })
      .withPullPolicy(PullPolicy.defaultPolicy())
      // No Ryuk: it is an image that has to be pulled, and what is left is found by its labels.
      .withAutoCleanup(false)
      .withWaitStrategy(Wait.forLogMessage(booted))
      .withStartupTimeout(patience(bootMs))
      .withLogConsumer((stream) => {
        stream.on('data', (chunk: Buffer) => {
          this.#console.push(...chunk.toString().split('\n'));
          this.#console.splice(0, this.#console.length - consoleLines);
        });
      });
    const { audit } = options;
    this.withBindMounts([
      ...(existsSync('/lib/modules') ? [{ source: '/lib/modules', target: '/lib/modules', mode: 'ro' as const }] : []),
      ...(audit === undefined ? [] : [{ source: audit.source, target: audit.directory, mode: 'rw' as const }]),
    ]);
    // systemd prints only to a terminal; /var must be no overlay; the rest as kind does.
    Object.assign(this.createOpts, { Tty: true, Volumes: { '/var': {} }, StopSignal: 'SIGRTMIN+3' });
    Object.assign(this.hostConfig, { CgroupnsMode: 'private', Init: false });
  }

  /** Of the node's container, as kind names it. */
  get nodeName(): string {
    return `${this.name}-control-plane`;
  }

  /**
   * Starts it and waits until pods can run. Whatever goes wrong, and when `signal` is aborted, nothing of it is left.
   */
  override async start(progress?: (line: string) => void, signal?: AbortSignal): Promise<StartedKindCluster> {
    const { engine, audit } = this.#options;
    const interrupted = AbortSignal.any([engine.broken, ...(signal === undefined ? [] : [signal])]);
    interrupted.throwIfAborted();
    this.#publish(await useEngine(engine));
    const api = engineApi(engine.address);
    const unwatch = watchOwner(engine.address);
    const remove = () => this.#remove(api);
    let removed: Promise<unknown> | undefined;
    const aborted = () => {
      removed = remove();
      // It is done again, and its failure told, at the end of what was interrupted.
      removed.catch(() => {});
    };
    interrupted.addEventListener('abort', aborted, { once: true });
    try {
      for (const left of await reapClusters(api)) progress?.(`removed what a killed run left: ${left}`);
      const network = await clusterNetwork(api, this.name, this.#owned);
      this.withNetworkMode(network.name)
        // The node's entrypoint looks this name up, and waits for a name server where it is not given.
        .withExtraHosts([{ host: 'host.docker.internal', ipAddress: network.gateway }]);
      progress?.(`${this.name}: starting the node`);
      const container = await this.#boot();
      const started = await bootstrapNode(
        {
          container,
          name: this.name,
          node: this.nodeName,
          network: network.name,
          ...(audit !== undefined && { audit }),
        },
        (line) => progress?.(`${this.name}: ${line}`),
        interrupted,
      ).catch(async (cause: unknown) => {
        if (!interrupted.aborted) await this.#keepEvidence(container);
        throw cause;
      });
      interrupted.throwIfAborted();
      return new StartedKindCluster(container, {
        ...started,
        name: this.name,
        node: this.nodeName,
        gateway: network.gateway,
        kept: this.#options.kept ?? false,
        remove,
        release: async () => {
          await unwatch();
          await api[Symbol.asyncDispose]();
        },
      });
    } catch (cause) {
      if (removed !== undefined) await Promise.allSettled([removed]);
      await remove();
      await unwatch();
      await api[Symbol.asyncDispose]();
      throw interrupted.aborted ? (interrupted.reason as Error) : cause;
    } finally {
      interrupted.removeEventListener('abort', aborted);
    }
  }

  /** On loopback alone, but for an engine elsewhere, or beside this process's own container. */
  #publish(host: string): void {
    const address = ['localhost', '127.0.0.1'].includes(host) ? '127.0.0.1' : '';
    const bindings = this.hostConfig.PortBindings as Record<string, unknown>;
    for (const port of Object.keys(bindings)) bindings[port] = [{ HostIp: address, HostPort: '0' }];
  }

  async #boot(): Promise<StartedTestContainer> {
    try {
      return await super.start();
    } catch (cause) {
      await this.#keepConsole();
      throw new EnvironmentError(
        `node ${this.nodeName} with ${this.#options.image}: its systemd did not reach multi-user within ${patience(bootMs) / 1000} s: ${(cause as Error).message}. Last on its console:\n  ${this.#console.slice(-12).join('\n  ')}`,
        { cause },
      );
    }
  }

  async #remove(api: EngineApi): Promise<void> {
    await removeClusters(api, ({ labels }) => labels[instanceLabel] === this.#owned[instanceLabel]);
  }

  async #keepConsole(): Promise<void> {
    const { evidence } = this.#options;
    if (evidence === undefined || this.#console.length === 0) return;
    await mkdir(evidence, { recursive: true });
    await writeFile(path.join(evidence, 'console.log'), this.#console.join('\n'));
  }

  async #keepEvidence(container: StartedTestContainer): Promise<void> {
    const { evidence } = this.#options;
    if (evidence === undefined) return;
    await this.#keepConsole();
    await keepNodeEvidence(async (command) => (await container.exec([...command])).output, evidence);
  }
}
