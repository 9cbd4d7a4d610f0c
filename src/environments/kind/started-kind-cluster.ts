import { randomUUID } from 'node:crypto';
import { AbstractStartedContainer, type StartedTestContainer, type StoppedTestContainer } from 'testcontainers';
import { thaw } from '../../containers/thaw.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import type { BootstrappedNode } from './bootstrap-node.ts';
import { collectNodeDiagnostics } from './node-diagnostics.ts';

interface Parts extends BootstrappedNode {
  readonly name: string;
  readonly node: string;
  readonly gateway: string;
  /** Whether the cluster keeps running when it is disposed of; `stop` stops it in any case. */
  readonly kept: boolean;
  /** Removes all remaining resources of the cluster. */
  remove(): Promise<void>;
  /** Releases the resources that the owner holds for the cluster. */
  release(): Promise<void>;
}

const deadlineMs = 120_000;

/** A cluster in which pods run. Stopping it removes its container, volume and network. */
export class StartedKindCluster extends AbstractStartedContainer {
  /** The name of the cluster for kind's commands. */
  readonly name: string;
  /** The name of the node's container. */
  readonly nodeName: string;
  /** `v1.34.4` */
  readonly version: string;
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** The kubeconfig of a cluster administrator, for use on this machine. */
  readonly kubeconfig: string;
  /** This machine's address in the cluster's network, at which pods reach it. */
  readonly gateway: string;
  readonly #parts: Parts;
  #stopped: Promise<StoppedTestContainer> | undefined;

  constructor(container: StartedTestContainer, parts: Parts) {
    super(container);
    this.name = parts.name;
    this.nodeName = parts.node;
    this.version = parts.version;
    this.endpoint = parts.endpoint;
    this.kubeconfig = parts.kubeconfig;
    this.gateway = parts.gateway;
    this.#parts = parts;
  }

  /**
   * Runs a program in the node and returns its standard output. Throws an EnvironmentError if the program fails or takes
   * longer than two minutes.
   */
  async run(...command: readonly string[]): Promise<string> {
    const look = async () => ({ done: await this.exec([...command]) });
    const name = `${command.join(' ').slice(0, 100)} in ${this.nodeName}`;
    const { exitCode, output, stdout } = await waitUntil({ name, deadlineMs, look });
    if (exitCode !== 0)
      throw new EnvironmentError(
        `in ${this.nodeName}, ${command.join(' ')} exited with code ${exitCode}: ${output.trim()}`,
      );
    return stdout;
  }

  /** Runs the node's own kubectl as administrator. */
  kubectl(...args: readonly string[]): Promise<string> {
    return this.run('kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', ...args);
  }

  /**
   * Loads images from an archive of `docker save` or localImage into the node. Pods must use them with `imagePullPolicy`
   * `IfNotPresent` or `Never`.
   */
  async loadImage(archive: string): Promise<void> {
    // Files copied to /tmp or /run would be hidden by the tmpfs mounts there.
    const target = `/kind/image-${randomUUID()}.tar`;
    await this.copyFilesToContainer([{ source: archive, target }]);
    try {
      await this.run('ctr', '--namespace=k8s.io', 'images', 'import', '--all-platforms', '--digests', target);
    } finally {
      await this.run('rm', '--force', target);
    }
  }

  /** Copies the logs of the node and its pods into a directory. Redacts secrets, including the given ones. */
  copyLogs(directory: string, secrets: readonly string[] = []): Promise<void> {
    return collectNodeDiagnostics(async (command) => (await this.exec([...command])).output, directory, secrets);
  }

  /** Stops the cluster once; further calls return the same promise. */
  override stop(): Promise<StoppedTestContainer> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<StoppedTestContainer> {
    try {
      const stopContainer = () => super.stop({ remove: true, removeVolumes: true, timeout: 0 });
      return await stopContainer().catch((cause: unknown) => {
        if (!thaw(this.getId())) throw cause;
        return stopContainer();
      });
    } finally {
      await this.#parts.remove();
      await this.#parts.release();
    }
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    if (this.#parts.kept) await this.#parts.release();
    else await this.stop();
  }
}
