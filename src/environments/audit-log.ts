/** The attributes of a SubjectAccessReview and the decision of the API server. Omitted attributes are empty. */
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
  /** Also false if the review was not answered. */
  readonly allowed: boolean;
}

/** A request to the API group `pipelines.kubeflow.org`, successful or not. Omitted attributes are empty. */
export interface PipelineRequest {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** The HTTP status of the answer. */
  readonly status: number;
}

/**
 * Requests to the Kubernetes API according to its audit log, which contains every answered request. `requester` is the
 * Kubernetes user that sent the request. Requests of the environment's administrator, the harness, are not logged.
 *
 * The last 20,000 reviews and 20,000 requests of each requester are kept. A query beyond them throws an error instead of
 * returning a shorter list.
 */
export interface AuditLog {
  /** The access reviews about `user` that `requester` created, oldest first. */
  accessReviewsOf(requester: string, user: string, since?: Date): Promise<readonly AccessReview[]>;
  /** The requests that were received at `since` or later, oldest first. */
  pipelineRequestsOf(requester: string, since?: Date): Promise<readonly PipelineRequest[]>;
}
