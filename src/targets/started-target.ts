import type { AccessReview, PipelineRequest } from '../environments/audit-log.ts';
import type { ReviewOutageMode } from '../environments/review-outage.ts';
import type { DatabaseAccess } from '../environments/environment.ts';
import type { Connection } from '../clients/http.ts';
import type { StorageMode } from '../lanes/lane-name.ts';
import type { Features } from '../scenarios/feature.ts';
import type { VariantName } from './variant.ts';

/** A running target, as data: what a worker needs to use it. */
export interface TargetAddress {
  /** Names it to the broker. */
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
  /** `http://127.0.0.1:PORT` of its REST API. */
  readonly origin: string;
  /** Where its pipelines live: of a single-user target its POD_NAMESPACE, else the namespace of the scenario. */
  readonly namespace: string;
  /** Its POD_NAMESPACE. */
  readonly systemNamespace: string;
  /** What a request without namespace means to it, if it keeps shared pipelines in a namespace. */
  readonly sharedNamespace: string;
  readonly kubernetes: Connection;
  readonly kubeconfigPath: string;
  /** Its database server, and its own database there. */
  readonly database: DatabaseAccess & { readonly name: string };
  readonly features: Features;
  /** REST writes a second it was seen to make. */
  readonly writesPerSecond: number;
  /** Whether its webhooks come from the target's own manifests or are the reference's own. */
  readonly manifestsSupplied: boolean;
}

/** What a scenario may ask about and do to its target. */
export interface StartedTarget extends TargetAddress {
  /** The id of its process, and whether it runs: changes when it died or was restarted. */
  process(): Promise<{ readonly pid: number; readonly running: boolean }>;
  /** Ends it and starts it again with the same namespace, database and port; resolves when it is ready. */
  restart(): Promise<void>;
  /** Requests it has made to its object store since it started. */
  objectStoreRequests(): Promise<number>;
  /** Rows of its pipeline tables: table name → count; tables that do not exist are left out. */
  pipelineRows(): Promise<Readonly<Record<string, number>>>;
  /** The access reviews about a user that it asked the Kubernetes API for since it was lent, oldest first, from that API's own log. */
  accessReviews(user: string, since?: Date): Promise<readonly AccessReview[]>;
  /** What else it asked of the pipelines' API group since it was lent, or later, from the same log. */
  kubernetesRequests(since?: Date): Promise<readonly PipelineRequest[]>;
  /** What becomes of its access and token reviews, in the variant `review-outage` only; an error elsewhere. */
  reviewOutage(mode: ReviewOutageMode): Promise<void>;
}
