import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessReviews } from './access-reviews.ts';
import type { Caller } from './caller.ts';

/** How long a right that was taken away may last. The help of the server names it. */
export const DECISION_LIFETIME_MS = 2_000;
/** Looked up at every use, where the cache by itself would keep the clock that was there when it was loaded. */
const perf = { now: () => performance.now() };
const LIMITS = { max: 10_000, ttl: DECISION_LIFETIME_MS, perf };

/**
 * Remembers what was allowed and whose token was good, each for two seconds from the moment of asking. Denials are asked for
 * again, so that a right that is given is there at once.
 */
export function cachedReviews(reviews: AccessReviews): AccessReviews {
  const callers = new LRUCache<string, Caller>(LIMITS);
  const allowed = new LRUCache<string, true>(LIMITS);
  return {
    async whose(token) {
      const key = digest(token);
      const known = callers.get(key);
      if (known) return known;
      const start = performance.now();
      const caller = await reviews.whose(token);
      if (caller) callers.set(key, caller, { start });
      return caller;
    },

    async isAllowed(caller, attributes) {
      const key = digest(JSON.stringify([caller, attributes]));
      if (allowed.get(key)) return true;
      const start = performance.now();
      const decision = await reviews.isAllowed(caller, attributes);
      if (decision) allowed.set(key, true, { start });
      return decision;
    },
  };
}

/** A token is not kept in memory, and a long list of groups takes no room. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
