import { creationTimeLabel, notCreatedRecently } from '../kube-api/creation-time-label.ts';
import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { hasStatus } from '../kube-api/kubernetes-error.ts';
import { apiErrorFor } from '../kube-api/error-translation.ts';
import type { Log } from '../ground/log.ts';
import { ApiError } from '../ground/api-error.ts';

/** A Lease of the coordination API, with the fields used here. */
export interface Lease {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly holderIdentity: string;
    /** The time of the last renewal: RFC 3339 with microseconds. */
    readonly renewTime: string;
    readonly leaseTransitions?: number;
  };
}

const sweepMs = 15_000;
/** How long to go on sweeping after the last lease was created. */
const leaseLifetimeMs = 60_000;
const neededRights = "the server's role needs create, get, list, update, delete and deletecollection of leases";

const microTime = (): string => new Date().toISOString().replace('Z', '000Z');

/**
 * Leases by which the replicas of the server coordinate, in their own namespace: of two concurrent creations of one
 * name, one succeeds. Every replica removes old ones.
 */
export class ServerLeases implements AsyncDisposable {
  readonly #api: KubernetesApi;
  readonly #namespace: string;
  readonly #log: Log;
  readonly #sweeping: NodeJS.Timeout;
  #lastCreated = Date.now();

  constructor(api: KubernetesApi, namespace: string, log: Log) {
    this.#api = api;
    this.#namespace = namespace;
    this.#log = log;
    this.#sweeping = setInterval(() => void this.#sweep(), sweepMs).unref();
  }

  /** Undefined if a lease of this name exists. */
  async create(name: string, holder: string, labels: Readonly<Record<string, string>>): Promise<Lease | undefined> {
    this.#lastCreated = Date.now();
    const body = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: this.#namespace, labels: { ...labels, ...creationTimeLabel() } },
      spec: { holderIdentity: holder, renewTime: microTime() },
    };
    try {
      return (await this.#api.request({ method: 'POST', path: this.#path(), body })) as Lease;
    } catch (error) {
      if (hasStatus(error, 409, 'AlreadyExists')) return undefined;
      throw this.#asUnavailable(error);
    }
  }

  async read(name: string): Promise<Lease | undefined> {
    try {
      return (await this.#api.request({ method: 'GET', path: this.#path(name) })) as Lease;
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw this.#asUnavailable(error);
    }
  }

  /**
   * All leases with this label that were created before `since`, one of the leases. The Kubernetes API answers that
   * from memory as soon as it has `since`; for the newest state it would first ask etcd, which takes up to 100 ms.
   */
  async list(label: string, value: string, since: Lease): Promise<readonly Lease[]> {
    try {
      const query = {
        labelSelector: `${label}=${value}`,
        resourceVersion: since.metadata.resourceVersion,
        resourceVersionMatch: 'NotOlderThan',
      };
      const answer = await this.#api.request({ method: 'GET', path: this.#path(), query });
      return (answer as { readonly items: readonly Lease[] | null }).items ?? [];
    } catch (error) {
      throw this.#asUnavailable(error);
    }
  }

  /** Renews a lease, for another holder if one is given. Undefined if it was changed or removed by another replica. */
  async renew(lease: Lease, holder = lease.spec.holderIdentity): Promise<Lease | undefined> {
    const { metadata, spec } = lease;
    const transitions = (spec.leaseTransitions ?? 0) + (holder === spec.holderIdentity ? 0 : 1);
    const body = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...metadata, labels: { ...metadata.labels, ...creationTimeLabel() } },
      spec: { ...spec, holderIdentity: holder, renewTime: microTime(), leaseTransitions: transitions },
    };
    try {
      return (await this.#api.request({ method: 'PUT', path: this.#path(metadata.name), body })) as Lease;
    } catch (error) {
      if (hasStatus(error, 409) || hasStatus(error, 404)) return undefined;
      throw this.#asUnavailable(error);
    }
  }

  /** Does nothing if the lease is gone, or another one has its name. */
  async remove({ metadata: { name, uid } }: Lease): Promise<void> {
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
    try {
      await this.#api.request({ method: 'DELETE', path: this.#path(name), body });
    } catch (error) {
      if (hasStatus(error, 404) || hasStatus(error, 409)) return;
      throw this.#asUnavailable(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sweeping);
  }

  #path(name?: string): string {
    const collection = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(this.#namespace)}/leases`;
    return name === undefined ? collection : `${collection}/${name}`;
  }

  async #sweep(): Promise<void> {
    if (Date.now() - this.#lastCreated > leaseLifetimeMs) return;
    try {
      await this.#api.request({ method: 'DELETE', path: this.#path(), query: { labelSelector: notCreatedRecently() } });
    } catch (error) {
      this.#log.warn(`old leases in ${this.#namespace} could not be removed: ${String(error)}`);
    }
  }

  #asUnavailable(error: unknown): unknown {
    const apiError = apiErrorFor(error);
    if (!(apiError instanceof ApiError) || apiError.kind === 'unavailable') return apiError;
    return new ApiError('unavailable', `${apiError.message} (${neededRights} in namespace ${this.#namespace})`, {
      cause: error,
    });
  }
}

/** Milliseconds since the last renewal, by the clock of its holder. */
export const ageOf = ({ spec }: Lease): number => Date.now() - Date.parse(spec.renewTime);
