import type { IncomingMessage } from 'node:http';
import type { Action } from './access-attributes.ts';
import type { Caller } from './caller.ts';

/** Authentication and authorization: everything that differs between the single-user and the multi-user server. */
export interface Tenancy {
  readonly multiUser: boolean;
  /** Access to a version also depends on its object, which must therefore be looked up first. */
  readonly reviewsVersions: boolean;
  /**
   * The sender of a request; undefined where the request needs no identity. Called before the body is read and before
   * any look-up. Throws an `unauthenticated` ApiError, or `unavailable` when the review fails.
   */
  identify(request: Pick<IncomingMessage, 'method' | 'rawHeaders'>): Promise<Caller | undefined>;
  /** The namespace of a request; throws an `invalid` ApiError if it is required but missing, or malformed. */
  namespaceFor(requested: string): string;
  /** Throws a `forbidden` ApiError, or `unavailable` when the review fails. */
  authorize(caller: Caller | undefined, action: Action): Promise<void>;
}

/** One user and one namespace, in both storage modes (FILT-10); the namespace in a request is ignored. */
export const singleUser = (namespace: string): Tenancy => ({
  multiUser: false,
  reviewsVersions: false,
  identify: () => Promise.resolve(undefined),
  namespaceFor: () => namespace,
  authorize: () => Promise.resolve(),
});
