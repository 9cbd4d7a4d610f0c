/**
 * A request to the Kubernetes API that did not succeed. `status` is the HTTP status, or 0 when no answer came, in which case
 * nobody knows whether a write took place. `reason` is the API's (`AlreadyExists`, `Conflict`, `Expired` …).
 */
export class KubernetesError extends Error {
  readonly code = 'KUBERNETES_API';
  readonly status: number;
  readonly reason: string;
  /** What was asked: `POST /apis/…`. */
  readonly request: string;

  constructor(request: string, status: number, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KubernetesError';
    this.request = request;
    this.status = status;
    this.reason = reason;
  }
}

export const hasStatus = (error: unknown, status: number, reason?: string): error is KubernetesError =>
  error instanceof KubernetesError && error.status === status && (reason === undefined || error.reason === reason);
