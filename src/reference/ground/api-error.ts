/** Why the reference implementation refuses a request; rest.ts maps the kind to an HTTP and a gRPC code. */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'already-exists'
  | 'conflict'
  | 'unimplemented'
  | 'unavailable';

/** A request refused for a reason its caller can act on. `message` names what was wrong and carries no SQL or stack. */
export class Refusal extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.kind = kind;
  }
}
