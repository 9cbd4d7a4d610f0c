/** The reason for the failure of a request; rpc-status.ts maps it to HTTP and gRPC codes. */
export type ApiErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'already-exists'
  | 'conflict'
  | 'unimplemented'
  | 'unavailable';

/**
 * A request that failed for a reason the caller can act on. `message` states the reason, without SQL or stack traces.
 */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;

  constructor(kind: ApiErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.kind = kind;
  }
}
