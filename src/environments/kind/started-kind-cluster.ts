import { randomUUID } from 'node:crypto';
import { AbstractStartedContainer, type StartedTestContainer, type StoppedTestContainer } from 'testcontainers';
import { thaw } from '../../containers/thaw.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import type { BootstrappedNode } from './bootstrap-node.ts';
import { keepNodeEvidence } from './node-diagnostics.ts';

interface Parts extends BootstrappedNode {
  readonly name: string;
  readonly node: string;
  readonly gateway: string;
  /** A kept one is left running when it is disposed of, and ended by `stop`. */
  readonly kept: boolean;
  /** Removes whatever is left of it. */
  remove(): Promise<void>;
  /** Gives up what its owner holds for it. */
  release(): Promise<void>;
}

const deadlineMs = 120_000;
const never = new AbortController().signal;

/** A cluster in which pods run. Stopping it removes its container, volume and network. */
export class StartedKindCluster extends AbstractStartedContainer {
  /** As kind's commands name it. */
  readonly name: string;
  /** Of the node's container. */
  readonly nodeName: string;
  /** `v1.34.4` */
  readonly version: string;
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** A cluster administrator's, for this machine. */
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
   * Runs a program in the node and returns its standard output. Throws an EnvironmentError when it fails, or takes longer
   * than two minutes.
   */
  async run(...command: readonly string[]): Promise<string> {
    const look = async () => ({ done: await this.exec([...command]) });
    const name = `${command.join(' ').slice(0, 100)} in ${this.nodeName}`;
    const { exitCode, output, stdout } = await waitUntil({ name, deadlineMs, look }, { signal: never });
    if (exitCode !== 0)
      throw new EnvironmentError(`in ${this.nodeName}, ${command.join(' ')} ended with ${exitCode}: ${output.trim()}`);
    return stdout;
  }

  /** The node's own kubectl, as administrator. */
  kubectl(...args: readonly string[]): Promise<string> {
    return this.run('kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', ...args);
  }

  /**
   * Puts images that `docker save` wrote, or localImage made, where pods find them; say `imagePullPolicy: IfNotPresent` or
   * `Never` of them.
   */
  async loadImage(archive: string): Promise<void> {
    // Not /tmp and /run: what is copied there lies below what is mounted there.
    const target = `/kind/image-${randomUUID()}.tar`;
    await this.copyFilesToContainer([{ source: archive, target }]);
    try {
      await this.run('ctr', '--namespace=k8s.io', 'images', 'import', '--all-platforms', '--digests', target);
    } finally {
      await this.run('rm', '--force', target);
    }
  }

  /** Copies what the node and its pods say, without secrets and those that are named, into a folder. */
  copyLogs(directory: string, secrets: readonly string[] = []): Promise<void> {
    return keepNodeEvidence(async (command) => (await this.exec([...command])).output, directory, secrets);
  }

  /** Asked again, it is the same stop. */
  override stop(): Promise<StoppedTestContainer> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<StoppedTestContainer> {
    try {
      const end = () => super.stop({ remove: true, removeVolumes: true, timeout: 0 });
      return await end().catch((cause: unknown) => {
        if (!thaw(this.getId())) throw cause;
        return end();
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
