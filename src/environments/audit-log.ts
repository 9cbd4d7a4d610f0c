/** What a SubjectAccessReview asked, and what the API server decided. What a review left out is empty. */
export interface AccessReview {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** False too where the review was not answered. */
  readonly allowed: boolean;
}

/** A request for `pipelines.kubeflow.org`, whatever came of it. What it did not name is empty. */
export interface PipelineRequest {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** The HTTP status that it was answered with. */
  readonly status: number;
}

/**
 * What was asked of the Kubernetes API, from its own audit log: a request that has been answered is in it. `requester` is
 * the Kubernetes user that asked. The environment's administrator is left out: it is the harness itself.
 *
 * The last 20,000 reviews and 20,000 requests of each requester are kept. Asking for more is an error, never a shorter list.
 */
export interface AuditLog {
  /** The access reviews about a user that somebody asked for, oldest first. */
  accessReviewsOf(requester: string, user: string, since?: Date): Promise<readonly AccessReview[]>;
  /** Oldest first; `since` leaves out what was received before. */
  pipelineRequestsOf(requester: string, since?: Date): Promise<readonly PipelineRequest[]>;
}
