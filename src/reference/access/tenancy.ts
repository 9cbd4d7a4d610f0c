import type { IncomingMessage } from 'node:http';
import type { Action } from '../model/access-attributes.ts';
import type { Caller } from '../model/caller.ts';

/** Who may do what where: everything that differs between the single-user and the multi-user server. */
export interface Tenancy {
  readonly multiUser: boolean;
  /** Access to a version depends on its object too, so it has to be looked up before access is decided. */
  readonly reviewsVersions: boolean;
  /**
   * Who sends a request; undefined where it does not matter. Asked before the body is read and anything is looked up. Refuses
   * as `unauthenticated`, and as `unavailable` when nobody can tell.
   */
  identify(request: Pick<IncomingMessage, 'method' | 'rawHeaders'>): Promise<Caller | undefined>;
  /** The namespace that a request is about; refuses as `invalid` one that may not be left out, or cannot exist. */
  namespaceFor(requested: string): string;
  /** Refuses as `forbidden`, and as `unavailable` when nobody can tell. */
  authorize(caller: Caller | undefined, action: Action): Promise<void>;
}

/** One user, one namespace, in both storage modes (FILT-10); whatever a request names is ignored. */
export const singleUser = (namespace: string): Tenancy => ({
  multiUser: false,
  reviewsVersions: false,
  identify: () => Promise.resolve(undefined),
  namespaceFor: () => namespace,
  authorize: () => Promise.resolve(),
});
