/**
 * A failed request to the Kubernetes API. `status` is the HTTP status, or 0 without an answer, in which case a write
 * may or may not have succeeded. `reason` is that of the API (`AlreadyExists`, `Conflict`, `Expired` …).
 */
export class KubernetesError extends Error {
  readonly code = 'KUBERNETES_API';
  readonly status: number;
  readonly reason: string;
  /** The method and path: `POST /apis/…`. */
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
