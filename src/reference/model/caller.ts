/** Who sends a request, as the Kubernetes API knows people. */
export interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
  /** What a token review said besides; authorizers may go by it (scopes of a token, for instance). */
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Whom Kubernetes counts everybody to that it knows. */
export const authenticatedGroup = 'system:authenticated';
