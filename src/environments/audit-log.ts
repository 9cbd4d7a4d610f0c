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
  /** The Kubernetes user that sent it. */
  readonly requester: string;
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** The HTTP status of the answer. */
  readonly status: number;
}

/** Which lines of the audit log are wanted: of access reviews and of requests for pipelines; each part narrows them. */
export interface AuditQuery {
  /** Only requests that were received then or later. */
  readonly since?: Date;
  /** Only requests of this Kubernetes user. */
  readonly requester?: string;
  /** Only access reviews about this user. */
  readonly reviewed?: string;
  /** Only requests for a Pipeline or PipelineVersion of this name. */
  readonly object?: string;
}

/**
 * Requests to the Kubernetes API according to its audit log, which contains every answered request. Requests of the
 * environment's administrator, the harness, are not logged.
 *
 * The last 40,000 lines about each requester are kept. A query beyond them throws an error instead of returning fewer.
 */
export interface AuditLog {
  /** The lines as the API server wrote them, each an `audit.k8s.io/v1` Event in JSON, for each requester oldest first. */
  lines(query: AuditQuery): Promise<readonly string[]>;
}
