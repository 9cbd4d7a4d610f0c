/** Why the reference implementation refuses a request; rest.ts maps the kind to an HTTP and a gRPC code. */
export type ApiErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'already-exists'
  | 'conflict'
  | 'unimplemented'
  | 'unavailable';

/** A request refused for a reason its caller can act on. `message` names what was wrong and carries no SQL or stack. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;

  constructor(kind: ApiErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.kind = kind;
  }
}
