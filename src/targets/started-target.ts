import type { RestAccess } from '../clients/rest-access.ts';
import type { AccessReview, PipelineRequest } from '../environments/audit-log.ts';
import type { ReviewOutageMode } from '../environments/review-outage.ts';
import type { Connection } from '../clients/connection.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import type { Features } from '../contract/feature.ts';
import type { NamedDatabase, ProcessState } from './target-host.ts';
import type { VariantName } from '../contract/variant.ts';

/** A running target, as data: what a worker needs to use it. */
export interface TargetAddress {
  /** Names it to the broker. */
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
  /** `http://127.0.0.1:PORT` of its REST API; of several replicas that of what shares requests out among them. */
  readonly origin: string;
  /** How REST is asked beyond that, and who asks; absent: over plain HTTP, and nobody in particular. */
  readonly rest?: RestAccess;
  /** Origins of the replicas, each by itself. */
  readonly replicas: readonly string[];
  /** Where its pipelines live: of a single-user target its POD_NAMESPACE, else the namespace of the scenario. */
  readonly namespace: string;
  /** Its POD_NAMESPACE. */
  readonly systemNamespace: string;
  /** What a request without namespace means to it, if it keeps shared pipelines in a namespace. */
  readonly sharedNamespace: string;
  readonly kubernetes: Connection;
  /** The Kubernetes user that it asks the Kubernetes API as. */
  readonly kubernetesUser: string;
  /** Stand on everything that the harness makes in the cluster for it. */
  readonly ownLabels: Readonly<Record<string, string>>;
  /** Its database server, and its own database there. */
  readonly database?: NamedDatabase;
  readonly features: Features;
  /** Nobody could try what it can do: which features it has is not known. */
  readonly notProbed?: true;
  /** REST writes a second it was seen to make. */
  readonly writesPerSecond: number;
  /** Whether its webhooks come from the target's own manifests or are the reference's own. */
  readonly manifestsSupplied: boolean;
}

/** What a scenario may ask about and do to its target; what stands behind a facility it has to declare as a need. */
export interface StartedTarget extends TargetAddress {
  /** Of one replica, the first by default: another identity after it died or was restarted. Needs `process`. */
  process(replica?: number): Promise<ProcessState>;
  /**
   * Ends a replica (absent: all) and starts it again with the same namespace, database and address; resolves when it is
   * ready. Needs `process`.
   */
  restart(replica?: number): Promise<void>;
  /** Replaces its pods by new ones, as a new image would; resolves when all are new and ready. Needs `cluster`. */
  rollOut(): Promise<void>;
  /** Requests it has made to its object store since it started. Needs `object-store`. */
  objectStoreRequests(): Promise<number>;
  /** Rows of its pipeline tables: table name → count; tables that do not exist are left out. Needs `database-rows`. */
  pipelineRows(): Promise<Readonly<Record<string, number>>>;
  /**
   * The access reviews about a user that it asked the Kubernetes API for since it was lent, oldest first, from that API's
   * own log. Needs `audit-log`.
   */
  accessReviews(user: string, since?: Date): Promise<readonly AccessReview[]>;
  /** What else it asked of the pipelines' API group since it was lent, or later, from the same log. Needs `audit-log`. */
  kubernetesRequests(since?: Date): Promise<readonly PipelineRequest[]>;
  /** What becomes of its access and token reviews, in the variant `review-outage` only; an error elsewhere. */
  reviewOutage(mode: ReviewOutageMode): Promise<void>;
}
