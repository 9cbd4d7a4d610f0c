import type { RestAccess } from '../clients/rest-access.ts';
import type { AccessReview, PipelineRequest } from '../environments/audit-log.ts';
import type { ReviewOutageMode } from '../environments/review-outage.ts';
import type { Connection } from '../clients/connection.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import type { AssumedFeatures } from '../contract/feature.ts';
import type { SourceTaps } from './source-taps.ts';
import type { NamedDatabase, ProcessState } from './target-host.ts';
import type { VariantName } from '../contract/variant.ts';

/** A running target as plain data, sent to workers. */
export interface TargetAddress extends AssumedFeatures {
  /** The id by which the broker knows it. */
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
  /** `http://127.0.0.1:PORT` of its REST API; with several replicas, that of their load balancer. */
  readonly origin: string;
  /** TLS settings and credentials for REST; absent: plain HTTP without credentials. */
  readonly rest?: RestAccess;
  /** The origin of each replica. */
  readonly replicas: readonly string[];
  /** The namespace of its pipelines: POD_NAMESPACE for a single-user target, else the namespace of the scenario. */
  readonly namespace: string;
  /** Its POD_NAMESPACE. */
  readonly systemNamespace: string;
  /** The namespace of its shared pipelines, if it stores them in a namespace: the default of requests without one. */
  readonly sharedNamespace: string;
  readonly kubernetes: Connection;
  /** Its user on the Kubernetes API. */
  readonly kubernetesUser: string;
  /** Labels of all objects that the harness creates in the cluster for it. */
  readonly ownLabels: Readonly<Record<string, string>>;
  /** The origin of its object store, where that is the harness's. */
  readonly objectStore?: string;
  /** Its database. */
  readonly database?: NamedDatabase;
  /** It could not be probed, so its features are unknown. */
  readonly notProbed?: true;
  /** The measured rate of REST writes; 1 if it could not be measured. */
  readonly writesPerSecond: number;
  /** Why the rate could not be measured; scenarios must not conclude anything from it. */
  readonly undeterminedRate?: string;
  /** Whether its webhooks come from supplied manifests or from those of the reference. */
  readonly manifestsSupplied: boolean;
}

/** Operations on a target for scenarios; a scenario must declare the capability that an operation requires. */
export interface StartedTarget extends TargetAddress {
  /**
   * The state of one replica, by default the first; its identity changes when it dies or is restarted. Requires
   * `process`.
   */
  process(replica?: number): Promise<ProcessState>;
  /**
   * Ends a replica (default: all) and starts it again with the same namespace, database and address; resolves when it
   * is ready. Requires `process`.
   */
  restart(replica?: number): Promise<void>;
  /** Replaces its pods as a new image would; resolves when all new pods are ready. Requires `cluster`. */
  rollOut(): Promise<void>;
  /**
   * For the runner, at the end of a disruptive scenario: the ends and restarts of its processes that the scenario did not
   * ask for, each as a sentence. They are told once.
   */
  unaskedRestarts(): Promise<readonly string[]>;
  /**
   * The requests to its object store since it started, including those of the harness: `PUT /mlpipeline/pipelines/1`.
   * Requires `object-store`.
   */
  objectStoreRequests(): Promise<readonly string[]>;
  /** The row counts of its pipeline tables: table name → count. Requires `database-rows`. */
  pipelineRows(): Promise<Readonly<Record<string, number>>>;
  /** The names of all tables of its database; none if there is no such database. Requires `database-rows`. */
  databaseTables(): Promise<readonly string[]>;
  /**
   * Runs `use` while its database, which must exist, has another table, with one row, so that it can be seen that
   * `pipelineRows` counts. Requires `database-rows`.
   */
  withTable(table: string, use: () => Promise<void>): Promise<void>;
  /**
   * The access reviews about a user that it requested from the Kubernetes API since the lease began, oldest first,
   * from that API's audit log. Requires `audit-log`.
   */
  accessReviews(user: string, since?: Date): Promise<readonly AccessReview[]>;
  /**
   * Its requests to the API group of pipelines since the lease began or a later time, from the same log. Requires
   * `audit-log`.
   */
  kubernetesRequests(since?: Date): Promise<readonly PipelineRequest[]>;
  /**
   * The Kubernetes users that have asked to create a Pipeline of this name since the lease began, each once, from the
   * same log. The harness's own administrator is never among them. Requires `audit-log`.
   */
  creatorsOf(pipeline: string): Promise<readonly string[]>;
  /** Sets how its access and token reviews are answered; in the variant `review-outage` only, an error in others. */
  reviewOutage(mode: ReviewOutageMode): Promise<void>;
}

/** A target as the runner borrows it. */
export interface LentTarget extends StartedTarget {
  /** The same target, whose instruments read their sources through these taps. */
  through(taps: SourceTaps): StartedTarget;
}
