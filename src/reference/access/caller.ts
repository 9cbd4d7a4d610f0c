/** The sender of a request, as a user of the Kubernetes API. */
export interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
  /** Further results of the token review; authorizers may use them (scopes of a token, for instance). */
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The group of all authenticated users in Kubernetes. */
export const authenticatedGroup = 'system:authenticated';
