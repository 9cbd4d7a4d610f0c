import type { RestAccess } from '../clients/rest-access.ts';
import type { DatabaseAccess } from '../environments/environment.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import type { Capability } from '../contract/capability.ts';
import type { VariantName } from '../contract/variant.ts';

/** A target's own database on a server. */
export type NamedDatabase = DatabaseAccess & { readonly name: string };

/** The target to start. */
export interface TargetSpec {
  /** Chosen by the caller: `k8s-3`. */
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
}

/** A server process as seen from outside: another one has another identity. */
export interface ProcessState {
  readonly identity: string;
  readonly running: boolean;
}

/** A target that answers. Ending it removes everything that was made for it. */
export interface TargetInstance extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` of its REST API; of several replicas that of what shares requests out among them. */
  readonly origin: string;
  /** How REST is asked beyond that, and who asks; absent: over plain HTTP, and nobody in particular. */
  readonly rest?: RestAccess;
  /** Origins of the replicas, each by itself; the only one's origin where there is one. */
  readonly replicas: readonly string[];
  /** Its POD_NAMESPACE. */
  readonly systemNamespace: string;
  /** What a request without namespace means to it, if it keeps shared pipelines in a namespace. */
  readonly sharedNamespace: string;
  /** The Kubernetes user that it asks the Kubernetes API as. */
  readonly kubernetesUser: string;
  /** Absent where the harness cannot look into it. */
  readonly database?: NamedDatabase;
  /** Makes sure that it runs: one that ended by itself is another's finding, and no trouble of who comes next. */
  ensureRunning(): Promise<void>;
  /** Of one replica, the first by default. */
  process(replica?: number): Promise<ProcessState>;
  /** Ends a replica (absent: all) and starts it again with everything it had; resolves when it is ready. */
  restart(replica?: number): Promise<void>;
  /** Replaces every replica, one after the other, by a new one; resolves when all are new and ready. */
  rollOut(): Promise<void>;
  /** Requests it has made to its object store. */
  objectStoreRequests(): number;
}

/** As whom, where, and under which names a target is tried. */
export interface ProbeIdentity {
  readonly user: string;
  readonly namespace: string;
  readonly prefix: string;
}

/** What a borrower needs of a target that others use as well. */
export interface LeaseRequest {
  /** Whether the borrower may bring it down. */
  readonly disruptive: boolean;
  /** How many namespaces that are there already would do. */
  readonly namespaces: number;
}

/** What a borrower gets beside the target, until it is released. */
export interface Lease {
  /** Namespaces to work in; absent: borrowers make their own. */
  readonly namespaces?: readonly string[];
  /** Removes what the borrower left; `prefix` begins every name that the borrower gave. */
  release(prefix: string): Promise<void>;
}

/** Where targets are started: processes beside the harness, pods of a cluster, or an installation that is there. */
export interface TargetHost {
  readonly capabilities: ReadonlySet<Capability>;
  readonly storageModes: readonly StorageMode[];
  readonly variants: readonly VariantName[];
  /** Why something of these, or more namespaces, is not to be had that the target would not stand in the way of; and the remedy. */
  readonly unavailable?: Readonly<Partial<Record<VariantName | Capability | 'namespaces', string>>>;
  /** How many namespaces it can lend at once; absent: whoever borrows a target makes as many as they need. */
  readonly namespaceLimit?: number;
  /** Brings the target's definitions into the cluster, before the first start. */
  prepare(): Promise<void>;
  /**
   * Starts one and waits until it answers. `died` hears of every end of a replica that nobody here asked for, once it had
   * been ready.
   */
  start(spec: TargetSpec, died: (how: string) => void): Promise<TargetInstance>;
  /** Waits in turn. Only where there is one target for all borrowers, so that none can have one of its own. */
  lease?(request: LeaseRequest): Promise<Lease>;
  /** Whether a scenario may disturb what was there before; absent: all may. */
  mayDisrupt?(scenario: string): boolean;
  /** Stand on everything that is made in the cluster for its targets; absent: each target has its own. */
  readonly ownLabels?: Readonly<Record<string, string>>;
  /** Who tries what a target can do, where that is not for the harness to choose. */
  readonly probeAs?: ProbeIdentity;
}
