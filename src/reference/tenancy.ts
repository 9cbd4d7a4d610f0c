/** What a request wants to do; the attributes of a SubjectAccessReview in multi-user mode. */
export interface Action {
  readonly verb: 'get' | 'list' | 'create' | 'update' | 'delete';
  readonly resource: 'pipelines' | 'pipelineversions';
  readonly namespace: string;
  /** Absent for lists. */
  readonly name?: string;
}

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Who may do what where: everything that differs between the single-user and the multi-user server. */
export interface Tenancy {
  readonly multiUser: boolean;
  /** The namespace that a request is about; refuses as `invalid` one that may not be left out. */
  namespaceFor(requested: string): string;
  /** Refuses as `unauthenticated` or `forbidden`. */
  authorize(headers: Headers, action: Action): Promise<void>;
}

/** One user, one namespace, in both storage modes (FILT-10); whatever a request names is ignored. */
export function singleUser(namespace: string): Tenancy {
  return { multiUser: false, namespaceFor: () => namespace, authorize: () => Promise.resolve() };
}
