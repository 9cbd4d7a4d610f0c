import type { RestAccess } from '../clients/rest-access.ts';
import type { DatabaseAccess } from '../environments/environment.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import type { Capability } from '../contract/capability.ts';
import type { VariantName } from '../contract/variant.ts';
import type { StoppedServer } from '../processes/stopped-server.ts';

/** A database server and the name of a target's database on it. */
export type NamedDatabase = DatabaseAccess & { readonly name: string };

/** The target to start. */
export interface TargetSpec {
  /** Chosen by the caller: `k8s-3`. */
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
  /**
   * The name of its database, with whatever the server holds under this name. It stays when the target ends. Absent: a new
   * database, which ends with the target. An installation has its own.
   */
  readonly database?: string;
  /**
   * Whether its webhook configurations are applied before it starts, which is the default, or only by `applyWebhooks`. An
   * installation has its own.
   */
  readonly webhooks?: 'at-start' | 'later';
  /**
   * The limits of its client of the Kubernetes API: those of the variant, which is the default, or its own, which it also has
   * in production. An installation has its own.
   */
  readonly clientLimits?: 'of-variant' | 'own';
}

/** The observed state of a server process; every process has a different identity. */
export interface ProcessState {
  readonly identity: string;
  readonly running: boolean;
}

/** A running target. Disposing of it removes everything that was created for it. */
export interface TargetInstance extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` of its REST API; with several replicas, that of their load balancer. */
  readonly origin: string;
  /** TLS settings and credentials for REST; absent: plain HTTP without credentials. */
  readonly rest?: RestAccess;
  /** The origin of each replica. */
  readonly replicas: readonly string[];
  /** Its POD_NAMESPACE. */
  readonly systemNamespace: string;
  /** The namespace of its shared pipelines, if it stores them in a namespace: the default of requests without one. */
  readonly sharedNamespace: string;
  /** Its user on the Kubernetes API. */
  readonly kubernetesUser: string;
  /** Absent if the harness has no access to it. */
  readonly database?: NamedDatabase;
  /**
   * Restarts it if it ended by itself: the scenario that caused that reports it, and later scenarios are not affected.
   */
  ensureRunning(): Promise<void>;
  /** The state of one replica, by default the first. */
  process(replica?: number): Promise<ProcessState>;
  /** Ends a replica (default: all) and starts it again with the same settings; resolves when it is ready. */
  restart(replica?: number): Promise<void>;
  /** Ends all replicas; they start again with the same settings. Absent: a cluster starts them again by itself. */
  stop?(): Promise<StoppedServer>;
  /** Replaces all replicas one after the other; resolves when all new ones are ready. */
  rollOut(): Promise<void>;
  /**
   * Applies its webhook configurations, which end with the target. They are in force shortly afterwards, when the API server
   * has seen them. Absent: the harness has none to apply for it.
   */
  applyWebhooks?(): Promise<void>;
  /** The origin of its object store; absent: it is not the harness's. */
  readonly objectStore?: string;
  /** The lines of its requests to the object store, and of those of the harness: `PUT /mlpipeline/pipelines/1?uploads`. */
  objectStoreRequests(): readonly string[];
}

/** The user, the namespace and the name prefix with which a target is probed. */
export interface ProbeIdentity {
  readonly user: string;
  readonly namespace: string;
  readonly prefix: string;
}

/** The requirements of a lease on a target that other lease holders use as well. */
export interface LeaseRequest {
  /** Whether the lease holder may make the target unavailable. */
  readonly disruptive: boolean;
  /** The number of namespaces that the lease holder uses. */
  readonly namespaces: number;
}

/** A lease on a shared target. */
export interface Lease {
  /** Existing namespaces to use; absent: the lease holder creates its own. */
  readonly namespaces?: readonly string[];
  /** Ends the lease and removes leaked objects; `prefix` is the prefix of all names that the lease holder used. */
  release(prefix: string): Promise<void>;
}

/** Provides targets: as processes on this machine, as pods of a cluster, or as an existing installation. */
export interface TargetHost {
  readonly capabilities: ReadonlySet<Capability>;
  readonly storageModes: readonly StorageMode[];
  readonly variants: readonly VariantName[];
  /**
   * Why a variant, a capability or more namespaces are unavailable although the target itself would support them, with
   * the remedy.
   */
  readonly unavailable?: Readonly<Partial<Record<VariantName | Capability | 'namespaces', string>>>;
  /**
   * The number of namespaces that can be leased at the same time; absent: unlimited, because lease holders create their
   * own.
   */
  readonly namespaceLimit?: number;
  /** Applies the target's CRDs to the cluster, before the first start. */
  prepare(): Promise<void>;
  /**
   * Starts a target and waits until it answers. `died` is called whenever a replica that was ready ends by itself.
   */
  start(spec: TargetSpec, died: (how: string) => void): Promise<TargetInstance>;
  /** Waits for a lease. Defined only if all scenarios share one target. */
  lease?(request: LeaseRequest): Promise<Lease>;
  /** Whether a scenario may disrupt an existing installation; absent: every scenario may. */
  mayDisrupt?(scenario: string): boolean;
  /** Labels of all objects that are created in the cluster for its targets; absent: each target has its own. */
  readonly ownLabels?: Readonly<Record<string, string>>;
  /**
   * The digests `sha256:…` of the running build: of its binary, of the configuration of its image, and of the image in
   * its registry, as far as they can be seen. Absent or empty: it has none. Throws if they cannot be read.
   */
  digests?(): Promise<readonly string[]>;
  /** Whether its target was there before the run, with settings of its own. */
  readonly installed?: true;
  /** The identity for probing, if the harness cannot choose it. */
  readonly probeAs?: ProbeIdentity;
}
